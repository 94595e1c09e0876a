package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Pays each call from the account of its tenant, with one client and one connection pool. */
public final class PerTenantTokens {

    private static final int MEGABYTES_64 = 64 << 20;

    private static final Map<String, String> VAULT = Map.of("acme", "cpk_of_acme", "globex", "cpk_of_globex");

    private PerTenantTokens() {}

    /**
     * Run the example.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        // snippet: per-tenant-tokens
        ChutesTokenProvider perTenant =
                () -> Mono.deferContextual(context -> Mono.justOrEmpty(VAULT.get(context.<String>get("tenant"))));
        // end
        try (Playground playground = new Playground();
                ChutesClient client =
                        playground.client().tokenProvider(perTenant).build()) {
            Flux.just("acme", "globex", "nobody")
                    .concatMap(tenant -> generate(client, tenant))
                    .doOnNext(System.out::println)
                    .blockLast(Duration.ofMinutes(15));
        }
    }

    private static Mono<String> generate(ChutesClient client, String tenant) {
        TextToVideoRequest request =
                TextToVideoRequest.builder("a factory at dawn").build();
        return client.textToVideo(request)
                .flatMap(video -> VideoBytes.collect(video, MEGABYTES_64))
                .map(bytes -> tenant + ": " + bytes.length + " bytes")
                .onErrorResume(ChutesException.class, error -> Mono.just(tenant + ": " + error.getMessage()))
                .contextWrite(context -> context.put("tenant", tenant));
    }
}
