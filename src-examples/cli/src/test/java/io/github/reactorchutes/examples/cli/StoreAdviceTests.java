package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.examples.batch.BatchReport;
import io.github.reactorchutes.examples.batch.Job;
import io.github.reactorchutes.examples.batch.JobResult;
import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import io.github.reactorchutes.request.TextToVideoRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoreAdviceTests {

    private static List<String> advice(int unknown) {
        List<JobResult> results = IntStream.rangeClosed(1, unknown)
                .mapToObj(i -> new JobResult(
                        new Job("p" + i, i, TextToVideoRequest.builder("a fox").build()),
                        Outcome.UNKNOWN,
                        "no answer",
                        null,
                        0,
                        null,
                        "id" + i))
                .toList();
        return new StoreAdvice("--store jobs").of(new BatchReport(results, Duration.ZERO, null));
    }

    @Test
    void namesTheCommandsForFewJobs() {
        assertThat(advice(0)).isEmpty();
        assertThat(advice(2))
                .containsExactly(
                        "unknown jobs may have been paid:",
                        "  line 1, p1, job id1",
                        "  line 2, p2, job id2",
                        "decide each with one of",
                        "  chutes jobs resend --store jobs id1 id2",
                        "  chutes jobs accept --store jobs id1 id2");
    }

    @Test
    void advisesNothingThatConcernsJobsOfOtherFiles() {
        assertThat(advice(23))
                .contains("  and 3 more, which are listed by", "  chutes jobs list --store jobs --state unknown,lost")
                .noneMatch(line -> line.contains("--all"));
    }
}
