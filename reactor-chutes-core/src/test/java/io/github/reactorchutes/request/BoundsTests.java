package io.github.reactorchutes.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BoundsTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Bounds.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    @Test
    void passesWhatIsWithinSilently() {
        Bounds bounds = Bounds.advertised("fps", 16, 24);

        assertThat(bounds.check(16L)).isEqualTo(16);
        assertThat(bounds.check(24.0)).isEqualTo(24.0);
        assertThat(log.list).isEmpty();
    }

    @Test
    void warnsOnceOfAValueOutsideAnAdvertisedRangeAndThenLogsAtDebug() {
        Bounds bounds = Bounds.advertised("fps", 16, 24);

        assertThat(bounds.check(25L)).isEqualTo(25);
        assertThat(bounds.check(15L)).isEqualTo(15);
        assertThat(bounds.check(30L)).isEqualTo(30);

        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.DEBUG, Level.DEBUG);
        assertThat(log.list.get(0).getFormattedMessage()).startsWith("fps should be between 16 and 24 but was 25");
        assertThat(log.list.get(2).getFormattedMessage()).startsWith("fps should be between 16 and 24 but was 30");
    }

    /** The level depends on the requests that were built before in this JVM. */
    @Test
    void reportsEachBoundThatARequestIgnores() {
        FastImageToVideoRequest.builder("a fox", Image.url("https://example.org/fox.png"))
                .fps(12)
                .frames(160)
                .guidanceScale(11)
                .guidanceScale2(12)
                .build();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .map(line -> line.substring(0, line.indexOf(';')))
                .containsExactly(
                        "fps should be between 16 and 24 but was 12",
                        "frames should be between 21 and 140 but was 160",
                        "guidance_scale should be between 0 and 10 but was 11",
                        "guidance_scale_2 should be between 0 and 10 but was 12");
    }

    @Test
    void warnsOfEachField() {
        Bounds.advertised("fps", 16, 24).check(25);
        Bounds.advertised("frames", 21, 140).check(20);

        assertThat(log.list).hasSize(2);
    }

    @Test
    void refusesWhatIsOutsideAnEnforcedRange() {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> Bounds.enforced("steps", 10, 30).check(Integer.MAX_VALUE))
                .withMessage("steps must be between 10 and 30 but was 2147483647");
        assertThat(log.list).isEmpty();
    }
}
