package io.github.reactorchutes.fetch;

import io.github.reactorchutes.fetch.ImageFetchException.Reason;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.upload.ImageCheck;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClientResponse;

/** A response that must be an image: rejected by its head, or by its bytes as they arrive. */
final class ImageAnswer {

    private static final Pattern MEDIA_TYPE =
            Pattern.compile("\\s*([\\w!#$&^.+-]{1,64}/[\\w!#$&^.+-]{1,64})\\s*(;.*)?");

    private static final Pattern OTHER = Pattern.compile(
            "text/(?:html|css|xml|javascript|event-stream)"
                    + "|application/(?:json|xml|pdf|zip|javascript|xhtml\\+xml|(?:\\S+\\+)?json)|(?:video|audio|font|multipart|message)/.*");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private static final Pattern TOKENS = Pattern.compile("[\\w.+ ,-]{1,40}");

    private final ImageUrl url;

    private final int maxBytes;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ImageAnswer(ImageUrl url, int maxBytes) {
        this.url = url;
        this.maxBytes = maxBytes;
    }

    /** Read the image. The subscriber closes the connection on failure. */
    Mono<Image> read(HttpClientResponse head, ByteBufFlux body) {
        return Mono.defer(() -> {
            requireOk(head.status().code());
            requireNoCoding(head.responseHeaders());
            requireLength(head.responseHeaders());
            requireNoOtherType(head.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE));
            return body.doOnNext(this::append).then(Mono.fromSupplier(this::image));
        });
    }

    private void requireOk(int status) {
        if (status >= 300 && status < 400) {
            throw url.failure(
                    Reason.STATUS,
                    "the server responded with a redirect (" + status + "), which is not followed",
                    null);
        }
        if (status != 200) {
            throw url.failure(Reason.STATUS, "the server responded with status " + status, null);
        }
    }

    private void requireLength(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null) {
            requireBelowLimit(parse(length));
        } else if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            String problem = "the response has neither a Content-Length nor chunks, so truncation cannot be detected";
            throw url.failure(Reason.CONNECTION, problem, null);
        }
    }

    private long parse(String length) {
        if (!LENGTH.matcher(length).matches()) {
            throw url.failure(Reason.CONNECTION, "the response has a malformed Content-Length", null);
        }
        return Long.parseLong(length);
    }

    /** The client requests none, and decoded content could have any size. */
    private void requireNoCoding(HttpHeaders headers) {
        String coding = String.join(", ", headers.getAll(HttpHeaderNames.CONTENT_ENCODING));
        if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            String name = TOKENS.matcher(coding).matches() ? coding : "unknown";
            throw url.failure(
                    Reason.NOT_AN_IMAGE,
                    "the response has the content coding " + name + ", which was not requested",
                    null);
        }
    }

    private void requireBelowLimit(long length) {
        if (length > maxBytes) {
            throw url.failure(Reason.TOO_LARGE, "the image has more than " + maxBytes + " bytes", null);
        }
    }

    /**
     * Reject other declared types early. Everything else is identified by its bytes, because many stores declare a
     * wrong type for images: none, {@code binary/octet-stream}, {@code application/x-...}, {@code text/plain}.
     */
    private void requireNoOtherType(@Nullable String contentType) {
        Matcher matcher = MEDIA_TYPE.matcher(contentType == null ? "" : contentType);
        String type = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        if (OTHER.matcher(type).matches()) {
            throw url.failure(Reason.NOT_AN_IMAGE, "the response has the content type " + type, null);
        }
    }

    /** Called only on the connection's event loop. */
    private void append(ByteBuf content) {
        requireBelowLimit((long) bytes.size() + content.readableBytes());
        byte[] piece = new byte[content.readableBytes()];
        content.readBytes(piece);
        bytes.writeBytes(piece);
    }

    private Image image() {
        byte[] image = bytes.toByteArray();
        String problem =
                image.length == 0 ? "must not be empty" : ImageCheck.problem(ByteBuffer.wrap(image), image.length);
        if (problem != null) {
            throw url.failure(Reason.NOT_AN_IMAGE, "image " + problem, null);
        }
        return Image.bytes(image);
    }
}
