package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.ChutesJobException.Reason;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.store.ByteRange;
import io.github.reactorchutes.store.VideoStore;
import io.github.reactorchutes.upload.JsonBody;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps requests: small ones in the rows, large ones in the store. */
final class Requests {

    private final VideoStore store;

    private final int maxRequestBytes;

    private final int maxRowBytes;

    Requests(VideoStore store, int maxRequestBytes, int maxRowBytes) {
        this.store = store;
        this.maxRequestBytes = maxRequestBytes;
        this.maxRowBytes = maxRowBytes;
    }

    /** A request that can be sent again. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Prepared(String sha256, byte[] document) {}

    /** Read the request once, also an image that can only be read once, and check that its copy sends the same bytes. */
    Mono<Prepared> prepare(VideoRequest request) {
        return body(request).flatMap(body -> {
            byte[] document = RequestDocument.write(request, body);
            String sha256 = sha256(body);
            return copy(document, request, sha256).thenReturn(new Prepared(sha256, document));
        });
    }

    private Mono<VideoRequest> copy(byte[] document, VideoRequest request, String sha256) {
        String url = request.endpoint().url().toString();
        return same(RequestDocument.read(document, request.endpoint().name(), url), sha256);
    }

    /** Load the request of a row. */
    Mono<VideoRequest> load(JobRow row, StoredRequest stored) {
        return document(stored)
                .map(document -> RequestDocument.read(document, row.endpoint(), row.url()))
                .flatMap(request -> same(request, row.requestSha256()));
    }

    private Mono<byte[]> document(StoredRequest stored) {
        if (stored.document() != null) {
            return Mono.just(stored.document());
        }
        return stored.key() == null
                ? Mono.error(new ChutesJobException(Reason.REQUEST, "the row has no request"))
                : join(store.get(stored.key(), ByteRange.all()), Integer.MAX_VALUE);
    }

    private Mono<VideoRequest> same(VideoRequest request, String sha256) {
        return body(request)
                .map(Requests::sha256)
                .filter(sha256::equals)
                .switchIfEmpty(Mono.error(
                        () -> new ChutesJobException(Reason.REQUEST, "the stored request would send other bytes")))
                .thenReturn(request);
    }

    /** Store a document outside its row if it is large; return its key, or empty if the row is to have it. */
    Mono<String> storeIfLarge(String id, byte[] document) {
        if (document.length <= maxRowBytes) {
            return Mono.empty();
        }
        String key = key(id);
        return store.put(key, Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(document)))
                .thenReturn(key);
    }

    Mono<Void> delete(String id) {
        return store.delete(key(id));
    }

    private static String key(String id) {
        return id + "/request.json";
    }

    private Mono<byte[]> body(VideoRequest request) {
        return JsonBody.of(request, maxRequestBytes)
                .flatMap(body -> join(body.buffers(DefaultDataBufferFactory.sharedInstance), maxRequestBytes));
    }

    private static Mono<byte[]> join(Flux<DataBuffer> buffers, int max) {
        return DataBufferUtils.join(buffers, max).map(whole -> {
            byte[] bytes = new byte[whole.readableByteCount()];
            whole.read(bytes);
            DataBufferUtils.release(whole);
            return bytes;
        });
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
