package io.github.reactorchutes.operation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.management.Answer;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.management.Query;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.VideoRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The operations of a client. Not part of the API: a client creates it.
 *
 * <p><b>Experimental.</b> May change incompatibly in any release.
 *
 * @since 0.1.0
 */
public final class PlatformOperations implements Operations {

    private static final String PATH = "/external/operations";

    private static final int PAGE = 100;

    private final ManagementApi api;

    private final BiFunction<VideoRequest, String, Mono<VideoResponse>> calls;

    private final Function<Query, Mono<VideoResponse>> downloads;

    private final boolean verified;

    private final Waits waits;

    /**
     * Create the operations of a client.
     *
     * @param api sends queries
     * @param calls sends a request with an idempotency key through the filters of the client
     * @param downloads fetches media
     * @param verified whether the bytes of a video can fail it
     */
    public PlatformOperations(
            ManagementApi api,
            BiFunction<VideoRequest, String, Mono<VideoResponse>> calls,
            Function<Query, Mono<VideoResponse>> downloads,
            boolean verified) {
        this(api, calls, downloads, verified, Waits.DEFAULT);
    }

    private PlatformOperations(
            ManagementApi api,
            BiFunction<VideoRequest, String, Mono<VideoResponse>> calls,
            Function<Query, Mono<VideoResponse>> downloads,
            boolean verified,
            Waits waits) {
        this.api = api;
        this.calls = calls;
        this.downloads = downloads;
        this.verified = verified;
        this.waits = waits;
    }

    @Override
    public Operations waiting(Duration shortest, Duration longest) {
        return new PlatformOperations(api, calls, downloads, verified, new Waits(shortest, longest));
    }

    @Override
    public Mono<Operation> start(VideoRequest request) {
        Objects.requireNonNull(request, "request");
        return Mono.defer(() -> start(request, randomKey()));
    }

    /** A secure source of randomness may block, and a key only has to differ from the account's others. */
    private static String randomKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    @Override
    public Mono<Operation> start(VideoRequest request, String key) {
        ChutesCall.requireValidKey(key);
        return calls.apply(request, key).flatMap(response -> Started.read(response, key));
    }

    @Override
    public Mono<Operation> get(String id) {
        return poll(id).map(Poll::operation);
    }

    private Mono<Poll> poll(String id) {
        Query query = Query.get("operation", PATH + "/{}", requireId(id));
        return api.send(query).map(answer -> new Poll(operation(id, answer), retryAfter(answer)));
    }

    private static Operation operation(String id, Answer answer) {
        if (!answer.body().isObject()) {
            throw unusable("the response is not an operation");
        }
        return Operation.of(id, OperationJson.facts(answer.body()));
    }

    private static @Nullable Duration retryAfter(Answer answer) {
        String seconds = answer.header("Retry-After");
        return seconds == null || !seconds.matches("\\d{1,6}") ? null : Duration.ofSeconds(Long.parseLong(seconds));
    }

    @Override
    public Flux<OperationState> watch(String id) {
        return Polling.of(poll(id), waits).map(Operation::state).distinctUntilChanged();
    }

    @Override
    public Mono<Operation> await(String id) {
        return Polling.of(poll(id), waits).last();
    }

    @Override
    public Flux<Operation> list() {
        return page(0).expand(page -> page.isLast() ? Mono.empty() : page(page.number() + 1))
                .concatMapIterable(OperationPage::items, 1)
                .distinct(Operation::id);
    }

    private Mono<OperationPage> page(int number) {
        Query query = Query.get("operations", PATH).with("page", number).with("limit", PAGE);
        return api.send(query).map(answer -> OperationPage.of(number, PAGE, items(answer.body()), answer.body()));
    }

    private static JsonNode items(JsonNode body) {
        JsonNode items = body.isArray() ? body : body.path("items");
        if (!items.isArray()) {
            throw unusable("the response is not a list of operations");
        }
        return items;
    }

    @Override
    public Mono<Cancellation> cancel(String id) {
        return api.send(Query.post("operation-cancel", PATH + "/{}/cancel", requireId(id)))
                .thenReturn(Cancellation.REQUESTED)
                .onErrorResume(ChutesResponseException.class, PlatformOperations::conflict);
    }

    private static Mono<Cancellation> conflict(ChutesResponseException answer) {
        String detail = Objects.requireNonNullElse(answer.detail(), "").toLowerCase(Locale.ROOT);
        if (answer.status() != 409) {
            return Mono.error(answer);
        }
        if (detail.contains("not supported")) {
            return Mono.just(Cancellation.UNSUPPORTED);
        }
        if (detail.contains("terminal")) {
            return Mono.just(Cancellation.ALREADY_ENDED);
        }
        boolean early = detail.contains("until submission") || detail.contains("pending");
        return early ? Mono.just(Cancellation.TOO_EARLY) : Mono.error(answer);
    }

    @Override
    public Mono<VideoResponse> artifact(String id, int index) {
        return artifact(id, index, 0, null);
    }

    @Override
    public Mono<VideoResponse> artifact(String id, int index, long position, @Nullable String etag) {
        requireId(id);
        requireNotNegative("the index of an artifact", index);
        requireNotNegative("the position within an artifact", position);
        Query query = Query.get("artifact", PATH + "/{}/artifacts/{}", id, String.valueOf(index));
        return Mono.defer(() -> new ArtifactTransfer(
                        query, downloads, waits, new ArtifactTransfer.Start(position, etag), verified)
                .open());
    }

    private static void requireNotNegative(String what, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " must be 0 or more but was " + number);
        }
    }

    /** An id is part of a path. */
    private static String requireId(String id) {
        if (!id.matches("[A-Za-z0-9_.:~-]{1,128}") || id.matches("\\.+")) {
            throw new IllegalArgumentException(
                    "the id of an operation must have 1 to 128 letters, digits and the signs _ . : ~ -");
        }
        return id;
    }

    private static ChutesQueryException unusable(String message) {
        Endpoint endpoint = Endpoint.of("operations", URI.create("https://api.chutes.ai" + PATH));
        return new ChutesQueryException(endpoint, CallPhase.BODY, message, false, null);
    }
}
