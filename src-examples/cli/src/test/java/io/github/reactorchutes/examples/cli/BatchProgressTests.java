package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.examples.batch.Job;
import io.github.reactorchutes.examples.batch.JobResult;
import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import io.github.reactorchutes.request.TextToVideoRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchProgressTests {

    private final Recorder screen = new Recorder();

    private final BatchProgress progress = new BatchProgress(status -> {
        screen.status = status;
        return screen;
    });

    @Test
    void drawsABarOfAllVideosAndTheTimeThatIsLeft() {
        progress.started(12, 8);
        assertThat(screen.line()).isEqualTo("4 of 12, 0 bytes [########................]");

        progress.ended(made(1, 1_500_000));
        assertThat(screen.line()).matches("5 of 12, 1\\.5 MB, about \\d+\\.\\d s left \\[#{10}\\.{14}]");
        progress.ended(failed(2));
        assertThat(screen.line()).contains("6 of 12, 1 without a video, 1.5 MB, about ");
        for (int i = 3; i <= 8; i++) {
            progress.ended(made(i, 1000));
        }
        assertThat(screen.line()).isEqualTo("12 of 12, 1 without a video, 1.5 MB [" + "#".repeat(24) + "]");
    }

    @Test
    void notesWhatFailedAndDetailsWhatWasMade() {
        progress.started(2, 2);
        progress.ended(made(1, 1000));
        progress.ended(failed(2));

        assertThat(screen.details).containsExactly("2 videos, 2 to make", "1 of 2: job-1, 1,000 bytes");
        assertThat(screen.notes).singleElement().asString().startsWith("line 2, job-2: no video: ");
    }

    @Test
    void closesItsScreen() {
        progress.close();

        assertThat(screen.closed).isTrue();
    }

    private static JobResult made(int line, long bytes) {
        return new JobResult(job(line), Outcome.MADE, "", null, bytes, null, null);
    }

    private static JobResult failed(int line) {
        return new JobResult(
                job(line), Outcome.FAILED, "refused", null, 0, new IllegalArgumentException("refused"), null);
    }

    private static Job job(int line) {
        return new Job("job-" + line, line, TextToVideoRequest.builder("a fox").build());
    }

    private static final class Recorder implements Screen {

        private final List<String> notes = new ArrayList<>();

        private final List<String> details = new ArrayList<>();

        private @Nullable Supplier<String> status;

        private boolean closed;

        String line() {
            return status == null ? "" : status.get();
        }

        @Override
        public void note(String line) {
            notes.add(line);
        }

        @Override
        public void alert(String line) {
            notes.add(line);
        }

        @Override
        public void detail(String line) {
            details.add(line);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
