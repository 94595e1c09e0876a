package io.github.reactorchutes.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * An image to make a video from. Any format the model reads will do (PNG, JPEG, WebP); the library does not look
 * inside.
 *
 * <p>Data goes into the JSON body as standard base64, made piece by piece while it is sent: an image is never held in
 * memory a second time, and can be sent any number of times, by several calls at once.
 *
 * @since 0.1.0
 */
public final class Image {

    private final ImageSource source;

    private Image(ImageSource source) {
        this.source = source;
    }

    /**
     * Use a file. It is looked at when a call is subscribed to, and read while it is sent, on
     * {@link reactor.core.scheduler.Schedulers#boundedElastic()}; it must not change until the calls that use it have
     * ended.
     *
     * <p><b>Errors:</b> a missing, empty, unreadable or special file ends the call with an
     * {@link InvalidVideoRequestException}, a file that changes while it is sent with an {@link java.io.IOException}.
     *
     * @param file a regular, readable file that is not empty
     */
    public static Image file(Path file) {
        return new Image(new ImageFile(file));
    }

    /**
     * Use bytes in memory.
     *
     * <p><b>Ownership:</b> the array is not copied. It must not be changed until the calls that use it have ended.
     *
     * @throws InvalidVideoRequestException if there are none
     */
    public static Image bytes(byte[] image) {
        return bytes(ByteBuffer.wrap(image));
    }

    /**
     * Use the bytes of a buffer, heap or direct, from its position to its limit. The position does not move.
     *
     * <p><b>Ownership:</b> the content is not copied. It must not be changed until the calls that use it have ended.
     *
     * @throws InvalidVideoRequestException if there are none
     */
    public static Image bytes(ByteBuffer image) {
        return new Image(new ImageBytes(image));
    }

    /**
     * Use base64 text, which is sent as it is, except that a {@code data:<type>;base64,} prefix and white space are
     * taken out: the platform understands neither.
     *
     * @param image of the standard alphabet ({@code +} and {@code /}), with its padding
     * @throws InvalidVideoRequestException if it is empty or not standard base64
     */
    public static Image base64(String image) {
        return new Image(ImageText.base64(image));
    }

    /**
     * Let the platform fetch the image. {@link FastImageToVideoRequest} and {@link ChuteRequest} take this;
     * {@link ImageToVideoRequest} does not. The contract allows it, but a chute may have no way out to the internet:
     * sending the data is safer.
     *
     * @param image an absolute {@code https} URL with a host and without user-info
     * @throws InvalidVideoRequestException if it is not
     */
    public static Image url(URI image) {
        return new Image(ImageText.url(image));
    }

    /**
     * Let the platform fetch the image. See {@link #url(URI)}.
     *
     * @throws InvalidVideoRequestException if it is not an absolute {@code https} URL with a host
     */
    public static Image url(String image) {
        try {
            return url(new URI(image));
        } catch (URISyntaxException e) {
            throw new InvalidVideoRequestException("image", "must be a valid URL: " + e.getReason());
        }
    }

    boolean isUrl() {
        return source instanceof ImageText text && text.isUrl();
    }

    ImageSource source() {
        return source;
    }

    /** Return the kind and the size of the image, never its content. */
    @Override
    public String toString() {
        return "Image[" + source + "]";
    }
}
