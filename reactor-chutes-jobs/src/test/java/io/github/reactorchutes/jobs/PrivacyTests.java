package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The prompt is in the row, and nowhere else. */
class PrivacyTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String PROMPT = "a most secret fox";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                lines.add(String.valueOf(cause.getMessage()));
            }
        }
    };

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        appender.start();
        loggers().forEach(logger -> {
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false);
            logger.addAppender(appender);
        });
    }

    @AfterEach
    void stopListening() {
        loggers().forEach(logger -> {
            logger.detachAppender(appender);
            logger.setAdditive(true);
            logger.setLevel(logger.getName().startsWith("com") ? Level.OFF : null);
        });
    }

    private static Stream<Logger> loggers() {
        return Stream.of("io.github.reactorchutes", "com.github.kagkarlsson", "com.zaxxer.hikari")
                .map(name -> (Logger) LoggerFactory.getLogger(name));
    }

    @Test
    void keepsThePromptOutOfLogsAndJobs() {
        try (ChutesEmulator emulator =
                        ChutesEmulator.builder().smallVideos(true).start();
                ChutesJobs jobs = CrashChild.jobs(directory, "", emulator.baseUrl(), Checkpoint.NONE)) {
            emulator.enqueue(Reply.capacity(), Reply.json(500, "{\"detail\": \"broken: " + PROMPT + "\"}"));
            jobs.start().block(SOON);
            Job job = Objects.requireNonNull(
                    jobs.submit(TextToVideoRequest.builder(PROMPT).build()).block(SOON));
            Job unknown = Objects.requireNonNull(jobs.watch(job.id()).last().block(SOON));

            assertThat(unknown.state()).isEqualTo(JobState.UNKNOWN);
            assertThat(unknown.toString() + unknown.error()).doesNotContain(PROMPT);
        }
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(PROMPT) || line.contains("Bearer"));
    }
}
