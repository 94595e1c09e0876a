package io.github.reactorchutes.request;

import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Mono;

/**
 * An image to make a video from: PNG, JPEG, WebP, GIF or BMP.
 *
 * <p>When a call is subscribed to, and before anything is sent, the first bytes of image data are looked at: what is no
 * image, or one whose header is cut off, ends the call with an {@link InvalidVideoRequestException} that says what it is
 * instead, because the platform would find out only when a model has been occupied. {@link #unchecked} switches that
 * off, for a chute that reads another format. A {@link #url URL} is not looked at.
 *
 * <p>Data goes into the JSON body as standard base64, made piece by piece while it is sent: an image is never held in
 * memory a second time, and can be sent any number of times, by several calls at once. Two kinds can be read
 * <b>once</b>, by the first call that is subscribed to: {@link #once} and {@link #buffer}.
 *
 * @since 0.1.0
 */
public final class Image {

    private final ImageSource source;
    private final boolean checked;

    private Image(ImageSource source) {
        this(source, true);
    }

    private Image(ImageSource source, boolean checked) {
        this.source = source;
        this.checked = checked;
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
     * @return the image
     */
    public static Image file(Path file) {
        return new Image(new ImageFile(file));
    }

    /**
     * Use bytes in memory.
     *
     * <p><b>Ownership:</b> the array is not copied. It must not be changed until the calls that use it have ended.
     *
     * @param image its data; not copied
     * @return the image
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
     * @param image its data; not copied
     * @return the image
     * @throws InvalidVideoRequestException if there are none
     */
    public static Image bytes(ByteBuffer image) {
        return new Image(new ImageBytes(image));
    }

    /**
     * Use bytes in memory, and look at the first ones now rather than when a call is subscribed to.
     *
     * <p><b>Ownership:</b> the array is not copied. It must not be changed until the calls that use it have ended.
     *
     * @param image its data; not copied
     * @return the image
     * @throws InvalidVideoRequestException if they are no image, or one whose header is cut off
     */
    public static Image checked(byte[] image) {
        ImageBytes source = new ImageBytes(ByteBuffer.wrap(image));
        String problem = source.problem();
        if (problem != null) {
            throw new InvalidVideoRequestException("image", problem);
        }
        return new Image(source);
    }

    /**
     * Use what a stream has, such as {@code Image.from(resource::getInputStream, resource.contentLength())}. A stream is
     * opened to look at its first bytes and for each sending, read on
     * {@link reactor.core.scheduler.Schedulers#boundedElastic()} and closed. All of them must have the same content:
     * a call that is sent again sends the same bytes.
     *
     * <p><b>Errors:</b> a stream that has not exactly the bytes it was said to have, or fails, ends the call with an
     * {@link java.io.IOException}.
     *
     * @param opener opens a new stream each time it is called; may block
     * @param size how many bytes each stream has
     * @return the image
     * @throws InvalidVideoRequestException if the size is not positive
     */
    public static Image from(Callable<? extends InputStream> opener, long size) {
        return new Image(new ImageStream(opener, size));
    }

    /**
     * Use what a publisher emits, <b>once</b>: an upload that is passed on while it arrives, say. The first call that is
     * subscribed to subscribes to it, asks for a buffer at a time, and sends nothing before it has seen the first bytes.
     * Any other call fails with an {@link IllegalStateException} as its cause. A call that failed before anything of it
     * was sent can be tried again by the same client's filters; nothing else is repeated
     * ({@link VideoRequest#isReplayable}).
     *
     * <p><b>Ownership:</b> emitted buffers are released, however the call ends. A publisher that no call came to is not
     * subscribed to.
     *
     * <p><b>Cancellation:</b> the end of a call cancels the publisher.
     *
     * <p><b>Errors:</b> a publisher that fails or emits more or fewer bytes than it was said to ends the call with the
     * failure or an {@link java.io.IOException} as its cause, and closes the connection before the request is complete.
     * One that is silent is ended by the time-outs of the call alone.
     *
     * @param image the bytes, in buffers of any size; sees the {@code Context} of the call
     * @param size how many bytes there are in all
     * @return the image, for one call
     * @throws InvalidVideoRequestException if the size is not positive
     */
    public static Image once(Publisher<DataBuffer> image, long size) {
        return new Image(OnceImage.of(image, size));
    }

    /**
     * Use the readable bytes of a buffer, <b>once</b>, as {@link #once} does those of a publisher.
     *
     * <p><b>Ownership:</b> the buffer is taken over: the end of the first call releases it, sent or not. Of a request
     * that is never sent, {@link VideoRequest#discard} does.
     *
     * @param image the buffer
     * @return the image, for one call
     * @throws InvalidVideoRequestException if there are none; the buffer remains the caller's
     */
    public static Image buffer(DataBuffer image) {
        return new Image(OnceImage.of(image));
    }

    /**
     * Use base64 text, which is sent as it is, except that a {@code data:<type>;base64,} prefix and white space are
     * taken out: the platform understands neither.
     *
     * @param image of the standard alphabet ({@code +} and {@code /}), with its padding
     * @return the image
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
     * @return the image
     * @throws InvalidVideoRequestException if it is not
     */
    public static Image url(URI image) {
        return new Image(ImageText.url(image));
    }

    /**
     * Let the platform fetch the image. See {@link #url(URI)}.
     *
     * @param image an absolute {@code https} URL
     * @return the image
     * @throws InvalidVideoRequestException if it is not an absolute {@code https} URL with a host
     */
    public static Image url(String image) {
        try {
            return url(new URI(image));
        } catch (URISyntaxException e) {
            throw new InvalidVideoRequestException("image", "must be a valid URL: " + e.getReason());
        }
    }

    /**
     * Send text as it is, whatever it means to the chute: the contract's own example of an image is
     * {@code example-string}, which is neither base64 nor a URL. Nothing is checked but that JSON needs no escapes for it.
     *
     * @param text visible ASCII without quotes and backslashes
     * @return the image
     * @throws InvalidVideoRequestException if it is empty or has other characters
     */
    public static Image verbatim(String text) {
        return new Image(ImageText.verbatim(text));
    }

    /** {@return this image for a chute that reads other formats: its first bytes are not looked at} */
    public Image unchecked() {
        return new Image(source, false);
    }

    /** Return the images among the values of fields. */
    static Stream<Image> of(Map<String, Object> fields) {
        return fields.values().stream().filter(Image.class::isInstance).map(Image.class::cast);
    }

    boolean isUrl() {
        return source instanceof ImageText text && text.isUrl();
    }

    Mono<RequestBody> prepare(JsonFrame frame) {
        return source.prepare(frame, checked);
    }

    boolean isReplayable() {
        return source.isReplayable();
    }

    void discard() {
        source.discard();
    }

    /** Return the kind and the size of the image, never its content. */
    @Override
    public String toString() {
        return "Image[" + source + "]";
    }
}
