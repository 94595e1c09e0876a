package io.github.reactorchutes.operation;

import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.management.Query;
import io.github.reactorchutes.mp4.VideoCheck;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.request.Endpoint;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One artifact on its way, over one connection after the other. The next request begins at the first byte that was not
 * delivered. All signals are serial: a request is sent only after the end of the connection before.
 */
final class ArtifactTransfer {

    /** What the caller has already. */
    record Start(long position, @Nullable String etag) {}

    /** How often in a row nothing may arrive. */
    private static final int MAX_FAILURES = 5;

    private final Query query;

    private final Function<Query, Mono<VideoResponse>> downloads;

    private final Waits waits;

    private final long start;

    private final boolean verified;

    private final ArtifactIdentity identity;

    /** {@code null} if the beginning is not seen here. */
    private final @Nullable VideoCheck check;

    /** The first byte that was not delivered; set by one thread at a time. */
    private final AtomicLong position;

    private volatile @Nullable VideoVerdict verdict;

    private @Nullable Endpoint source;

    private boolean video;

    private int failures;

    private long positionOfFailure;

    ArtifactTransfer(
            Query query, Function<Query, Mono<VideoResponse>> downloads, Waits waits, Start start, boolean verified) {
        this.query = query;
        this.downloads = downloads;
        this.waits = waits;
        this.start = start.position();
        this.verified = verified;
        this.identity = new ArtifactIdentity(start.etag());
        this.check = start.position() == 0 ? new VideoCheck() : null;
        this.position = new AtomicLong(start.position());
        this.positionOfFailure = start.position();
    }

    Mono<VideoResponse> open() {
        return Mono.defer(this::request)
                .retryWhen(Retry.from(errors -> errors.concatMap(error -> pause(error.failure()), 0)))
                .map(first -> new ArtifactResponse(first, this));
    }

    /** {@return the bytes to deliver, or -1 if unknown} */
    long length() {
        return identity.total() < 0 ? -1 : identity.total() - start;
    }

    long delivered() {
        return position.get() - start;
    }

    @Nullable
    VideoVerdict verdict() {
        return verdict;
    }

    /** Return the bytes, beginning with those of a response to {@link #open}. */
    Flux<DataBuffer> body(VideoResponse first) {
        AtomicReference<@Nullable VideoResponse> opened = new AtomicReference<>(first);
        return Flux.defer(() -> next(opened.getAndSet(null)))
                .retryWhen(Retry.from(errors -> errors.concatMap(error -> pause(error.failure()), 0)));
    }

    private Flux<DataBuffer> next(@Nullable VideoResponse opened) {
        Flux<DataBuffer> bytes = opened == null ? request().flatMapMany(VideoResponse::body) : opened.body();
        return bytes.onErrorResume(this::isDelivered, lateError -> Mono.empty()).concatWith(Mono.defer(this::verify));
    }

    /** A connection that breaks behind the last byte lost nothing. */
    private boolean isDelivered(Throwable error) {
        return isBroken(error) && identity.total() >= 0 && position.get() == identity.total();
    }

    private Mono<VideoResponse> request() {
        long from = position.get();
        return request(from)
                .onErrorResume(
                        ChutesResponseException.class, error -> isBehindTheEnd(error) ? last(from) : fail(error));
    }

    private Mono<VideoResponse> request(long from) {
        return downloads.apply(ranged(from)).map(response -> accept(response, from));
    }

    /** Nothing is left to fetch, or the artifact has become shorter: its last byte tells. */
    private Mono<VideoResponse> last(long end) {
        return request(end - 1)
                .onErrorMap(
                        ChutesResponseException.class,
                        error -> error.status() == 416
                                ? new ChutesArtifactException(
                                        error.endpoint(),
                                        ChutesArtifactException.Reason.CHANGED,
                                        end,
                                        "the artifact changed: it has become shorter",
                                        error)
                                : error);
    }

    private boolean isBehindTheEnd(ChutesResponseException error) {
        return error.status() == 416 && position.get() > 0;
    }

    private static Mono<VideoResponse> fail(Throwable error) {
        return Mono.error(error);
    }

    private Query ranged(long from) {
        if (from == 0) {
            return query;
        }
        Query rest = query.withHeader("Range", "bytes=" + from + "-");
        String validator = identity.validator();
        return validator == null ? rest : rest.withHeader("If-Range", validator);
    }

    /** Return the response with the bytes that are to be delivered, or release it and throw. */
    private VideoResponse accept(VideoResponse response, long from) {
        try {
            long known = 0;
            if (from == 0 && position.get() == 0 && response.status() == 200) {
                identity.adopt(response);
            } else {
                known = identity.check(response, from, position.get());
            }
            source = response.endpoint();
            video = response.contentType().startsWith("video/");
            return without(known, response).peekBody(this::received);
        } catch (ChutesArtifactException refusal) {
            response.release();
            throw refusal;
        }
    }

    private static VideoResponse without(long known, VideoResponse response) {
        return known == 0 ? response : response.mapBody(body -> DataBufferUtils.skipUntilByteCount(body, known));
    }

    private void received(DataBuffer buffer) {
        int length = buffer.readableByteCount();
        if (check != null) {
            int begin = buffer.readPosition();
            check.accept(length, i -> buffer.getByte(begin + i));
        }
        position.lazySet(position.get() + length);
    }

    /** HTTP found one response complete; the artifact may still lack something. */
    private Mono<DataBuffer> verify() {
        Endpoint endpoint = Objects.requireNonNull(source, "no response");
        long total = identity.total();
        if (total >= 0 && position.get() < total) {
            return Mono.error(new ChutesBodyException(
                    endpoint,
                    ChutesBodyException.Reason.TRUNCATED,
                    position.get(),
                    null,
                    "the artifact has " + total + " bytes",
                    null));
        }
        VideoVerdict found = check != null && video ? check.finish() : null;
        verdict = found;
        return verified && found != null && isBad(found.kind())
                ? Mono.error(new ChutesArtifactException(
                        endpoint,
                        ChutesArtifactException.Reason.BROKEN_VIDEO,
                        position.get(),
                        String.join("; ", found.remarks()),
                        null))
                : Mono.empty();
    }

    private static boolean isBad(VideoVerdict.Kind kind) {
        return kind == VideoVerdict.Kind.BROKEN || kind == VideoVerdict.Kind.NOT_A_VIDEO;
    }

    /** Wait before the next request, or fail. */
    private Mono<Long> pause(Throwable error) {
        long reached = position.get();
        failures = reached > positionOfFailure ? 1 : failures + 1;
        positionOfFailure = reached;
        if (!isBroken(error) && !Transient.is(error)) {
            return Mono.error(error);
        }
        return failures > MAX_FAILURES
                ? Mono.error(givenUp(error))
                : Mono.delay(waits.after(failures, Waits.retryAfter(error)));
    }

    private static boolean isBroken(Throwable error) {
        return error instanceof ChutesBodyException body
                && (body.reason() == ChutesBodyException.Reason.TRUNCATED
                        || body.reason() == ChutesBodyException.Reason.STALLED);
    }

    /** Before the first head, the failure itself says more. */
    private Throwable givenUp(Throwable error) {
        boolean begun = isBroken(error) || position.get() > start;
        return begun && error instanceof ChutesException failure
                ? new ChutesArtifactException(
                        failure.endpoint(),
                        ChutesArtifactException.Reason.INTERRUPTED,
                        position.get(),
                        "the connection broke " + failures + " times in a row without progress",
                        error)
                : error;
    }
}
