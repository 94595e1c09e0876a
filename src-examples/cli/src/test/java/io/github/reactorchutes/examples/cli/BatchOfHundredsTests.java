package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchOfHundredsTests {

    private static final int PROMPTS = 300;

    @TempDir
    Path directory;

    @Test
    void makesEveryVideoAlthoughSomeCallsFail() throws Exception {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            fail(emulator, 40, Reply.coldStart());
            fail(emulator, 90, Reply.capacity());
            fail(emulator, 140, Reply.gatewayTimeout());
            fail(emulator, 190, Reply.video().cutAfter(700));
            fail(emulator, 240, Reply.reset());
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(PROMPTS);

            CliRun first = batch.run("--concurrency", "8", "--retries", "3");
            assertThat(first.exitCode()).as(first.err()).isEqualTo(6);
            assertThat(first.out()).containsPattern("made +297").contains("likely billed: 297, maybe 3 more");
            assertThat(batch.files()).hasSize(297);
            assertThat(emulator.requestCount()).isEqualTo(PROMPTS + 2);

            assertThat(batch.run().exitCode()).isEqualTo(6);
            assertThat(emulator.requestCount()).isEqualTo(PROMPTS + 2);

            assertThat(batch.run("--resend-unknown").exitCode()).isZero();
            batch.assertMade(PROMPTS);
            assertThat(emulator.requestCount()).isEqualTo(PROMPTS + 5);
            assertThat(batch.events().values())
                    .allSatisfy(events ->
                            assertThat(events).containsOnlyOnce("SAVED").endsWith("SAVED"));
        }
    }

    private static void fail(ChutesEmulator emulator, int index, Reply reply) {
        emulator.when(request -> request.index() == index).thenReply(reply);
    }
}
