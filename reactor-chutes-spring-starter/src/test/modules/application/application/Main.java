package application;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.test.ChutesEmulator;
import java.time.Duration;

/** Prints the names of the modules it runs with, and that a video arrived. */
final class Main {

    public static void main(String[] arguments) {
        System.out.println(ChutesClient.class.getModule().getName());
        System.out.println(ChutesClients.class.getModule().getName());
        System.out.println(ChutesEmulator.class.getModule().getName());
        try (ChutesEmulator emulator = ChutesEmulator.start();
                ChutesClient client = ChutesClient.builder()
                        .baseUrl(emulator.baseUrl())
                        .apiToken("any")
                        .build()) {
            TextToVideoRequest request = TextToVideoRequest.builder("a fox").build();
            byte[] video = client.textToVideo(request)
                    .flatMap(body -> VideoBytes.collect(body, 50_000_000))
                    .block(Duration.ofMinutes(1));
            System.out.println(video.length > 0 ? "a video" : "nothing");
        }
    }
}
