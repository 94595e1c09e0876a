package io.github.reactorchutes.observation;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.log.LogScope;
import io.github.reactorchutes.resilience.Resilience;
import java.net.URI;
import java.util.function.Function;
import reactor.util.context.Context;

/** Receives a video, and returns its size; loaded by a class loader that has no Micrometer. */
public final class CallWithoutMicrometer implements Function<URI, Integer> {

    /** Made by reflection. */
    public CallWithoutMicrometer() {}

    @Override
    public Integer apply(URI server) {
        try (ChutesClient client = ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .baseUrl(server)
                .filters(Resilience.defaults())
                .build()) {
            int[] size = new int[1];
            LogScope.run(Context.empty(), () -> size[0] = Calls.video(client, Requests.text()).length);
            return size[0];
        }
    }
}
