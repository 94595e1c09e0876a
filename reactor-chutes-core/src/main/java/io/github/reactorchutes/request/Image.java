package io.github.reactorchutes.request;

import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * An image to make a video from: PNG, JPEG, WebP, GIF or BMP.
 *
 * <p>Data is checked by its first bytes before it is sent. Data that is not an image, or that is cut off within its
 * header, ends the call with an {@link InvalidVideoRequestException} that names the actual format, so you never pay to
 * animate a PDF. {@link #withoutCheck} disables the check, for a chute that reads another format. A {@link #url URL} is
 * not checked.
 *
 * <p>Data is sent in the JSON body as standard base64 and is encoded piece by piece while it is sent. An image is never
 * held in memory a second time, and can be sent any number of times and by concurrent calls. Two kinds can only be read
 * <b>once</b>, by the first call that sends them: {@link #once} and {@link #buffer}.
 *
 * @since 0.1.0
 */
public final class Image {

    private final ImageContent content;
    private final boolean checked;

    private Image(ImageContent content) {
        this(content, true);
    }

    private Image(ImageContent content, boolean checked) {
        this.content = content;
        this.checked = checked;
    }

    /**
     * Use a file. It is checked when a call is subscribed to and read while it is sent, both off the event loops. It
     * must not change until the calls that use it have ended.
     *
     * <p><b>Errors:</b> a missing, empty, unreadable or special file ends the call with an
     * {@link InvalidVideoRequestException}; a file that changes while it is sent ends it with an
     * {@link java.io.IOException}.
     *
     * @param file a regular, readable file that is not empty
     * @return the image
     */
    public static Image file(Path file) {
        return new Image(ImageContent.File.of(file));
    }

    /**
     * Use bytes in memory.
     *
     * <p><b>Ownership:</b> the array is not copied. It must not be changed until the calls that use it have ended.
     *
     * @param image its data; not copied
     * @return the image
     * @throws InvalidVideoRequestException if it is empty
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
     * @throws InvalidVideoRequestException if it is empty
     */
    public static Image bytes(ByteBuffer image) {
        return new Image(ImageContent.Bytes.of(image));
    }

    /**
     * Use the content of a stream, such as {@code Image.from(resource::getInputStream, resource.contentLength())}. The
     * call opens a stream to check its first bytes and another for each attempt, reads them off the event loops and
     * closes them. All streams must have the same content, because a retry sends the same bytes.
     *
     * <p><b>Errors:</b> a stream that fails, or that has more or fewer bytes than announced, ends the call with an
     * {@link java.io.IOException} as its cause.
     *
     * @param opener opens a new stream each time it is called; may block
     * @param size the number of bytes of each stream
     * @return the image
     * @throws InvalidVideoRequestException if the size is not positive
     */
    public static Image from(Callable<? extends InputStream> opener, long size) {
        return new Image(ImageContent.Stream.of(opener, size));
    }

    /**
     * Use the bytes that a publisher emits, <b>once</b>, for example to forward an upload while it arrives. The first
     * call that starts sending it subscribes to it and requests one buffer at a time. Its first bytes are checked
     * before any of them is sent: data that is not an image fails the call while its request is incomplete, so no
     * generation starts. Any other call fails with an {@link IllegalStateException} as its cause. The client's filters
     * can retry a call that failed before it subscribed to the publisher, and no other
     * ({@link VideoRequest#isReplayable}).
     *
     * <p><b>Ownership:</b> emitted buffers are released, however the call ends. The publisher is not subscribed to if
     * its call ends before a connection is established.
     *
     * <p><b>Cancellation:</b> the end of a call cancels the publisher.
     *
     * <p><b>Errors:</b> a publisher that fails, or that emits more or fewer bytes than announced, ends the call with
     * the failure or an {@link java.io.IOException} as its cause, and closes the connection before the request is
     * complete. The upload idle timeout ends a silent publisher.
     *
     * @param image the bytes, in buffers of any size; sees the {@code Context} of the call
     * @param size the total number of bytes
     * @return the image, for one call
     * @throws InvalidVideoRequestException if the size is not positive
     */
    public static Image once(Publisher<DataBuffer> image, long size) {
        return new Image(ImageContent.Once.of(image, size));
    }

    /**
     * Use the readable bytes of a buffer, <b>once</b>, with the rules of {@link #once}.
     *
     * <p><b>Ownership:</b> the image owns the buffer: the end of the first call releases it, sent or not. Call
     * {@link #release} if no call is made with it.
     *
     * @param image the buffer
     * @return the image, for one call
     * @throws InvalidVideoRequestException if it is empty; the buffer remains the caller's
     */
    public static Image buffer(DataBuffer image) {
        return new Image(ImageContent.Once.of(image));
    }

    /**
     * Use base64 text. It is sent unchanged, except that a {@code data:<type>;base64,} prefix and white space are
     * removed, because the platform accepts neither.
     *
     * @param image text of the standard alphabet ({@code +} and {@code /}) with its padding
     * @return the image
     * @throws InvalidVideoRequestException if it is empty or not standard base64
     */
    public static Image base64(String image) {
        return new Image(ImageContent.Base64.of(image));
    }

    /**
     * Let the platform fetch the image. {@link FastImageToVideoRequest} and {@link ChuteRequest} accept this;
     * {@link ImageToVideoRequest} does not. The contract allows it, but a chute may have no internet access: sending
     * the data is safer.
     *
     * @param image an absolute {@code https} URL with a host and without user-info
     * @return the image
     * @throws InvalidVideoRequestException if it is not such a URL
     */
    public static Image url(URI image) {
        return new Image(ImageContent.Url.of(image));
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
     * Send text unchanged, whatever it means to the chute: the contract's own example of an image is
     * {@code example-string}, which is neither base64 nor a URL. The text is only checked to need no JSON escapes.
     *
     * @param text visible ASCII without quotes and backslashes
     * @return the image
     * @throws InvalidVideoRequestException if it is empty or has other characters
     */
    public static Image verbatim(String text) {
        return new Image(ImageContent.Verbatim.of(text));
    }

    /** {@return this image without the check of its first bytes, for a chute that reads other formats} */
    public Image withoutCheck() {
        return new Image(content, false);
    }

    /** {@return the source of the image} */
    public ImageContent content() {
        return content;
    }

    /** {@return whether the first bytes are checked before they are sent} */
    public boolean isChecked() {
        return checked;
    }

    /** {@return whether the image can be sent any number of times: false for {@link #once} and {@link #buffer}} */
    public boolean isReplayable() {
        return !(content instanceof ImageContent.Once);
    }

    /**
     * Release an image that can only be read once and that no call has started to send: its buffer is released, and it
     * can no longer be sent. The end of a call does this for the images of its request, so only requests that are never
     * sent need it. Has no effect while a call sends the image, nor on other images.
     */
    public void release() {
        if (content instanceof ImageContent.Once once) {
            once.release();
        }
    }

    boolean isUrl() {
        return content instanceof ImageContent.Url;
    }

    /** Return the kind and the size of the image, never its content. */
    @Override
    public String toString() {
        return "Image[" + content + "]";
    }
}
