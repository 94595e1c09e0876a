package io.github.reactorchutes.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.progress.ProgressFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.sink.SendWindow;
import io.github.reactorchutes.sink.VideoTee;
import io.github.reactorchutes.sink.VideoTee.Branch;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.springframework.core.io.buffer.DataBuffer;
import org.testng.SkipException;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;

/** Each rule for publishers, on a body and on what the library wraps around it. */
class ReactiveStreamsTests {

    /** What does not apply to a body: it has one subscriber, an empty one is a broken one, and none is endless. */
    private static final List<String> NOT_FOR_BODIES = List.of(
            "required_spec317_mustNotSignalOnErrorWhenPendingAboveLongMaxValue",
            "optional_spec105_emptyStreamMustTerminateBySignallingOnComplete",
            "optional_spec111_maySupportMultiSubscribe",
            "optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected");

    @TestFactory
    Stream<DynamicTest> aBodyIsAPublisher() {
        return rules(settings -> settings, body -> body);
    }

    @TestFactory
    Stream<DynamicTest> anUnverifiedBodyIsAPublisher() {
        return rules(settings -> settings.verifyVideo(false), body -> body);
    }

    @TestFactory
    Stream<DynamicTest> aBodyBehindAllFiltersIsAPublisher() {
        return rules(
                settings -> settings.filters(Resilience.builder().build())
                        .filters(ChutesObservations.of(observed()))
                        .filter(ProgressFilter.of(event -> {})),
                body -> body);
    }

    @TestFactory
    Stream<DynamicTest> aBodyBehindASendWindowIsAPublisher() {
        return rules(settings -> settings, SendWindow::limit);
    }

    private static ObservationRegistry observed() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(context -> true);
        return registry;
    }

    @TestFactory
    Stream<DynamicTest> aBranchOfABodyIsAPublisher() {
        return rules(settings -> settings, ReactiveStreamsTests::branch);
    }

    private static Publisher<DataBuffer> branch(Publisher<DataBuffer> body) {
        List<Flux<DataBuffer>> branches = VideoTee.split(Flux.from(body), 2, Branch.optional());
        branches.get(1).subscribe(buffer -> {}, failure -> {});
        return branches.get(0);
    }

    private static Stream<DynamicTest> rules(
            UnaryOperator<ChutesClient.Builder> settings, UnaryOperator<Publisher<DataBuffer>> wrapping) {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().startsWith("untested_"))
                .sorted(Comparator.comparing(Method::getName))
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(rule, settings, wrapping)));
    }

    private static void check(
            Method rule, UnaryOperator<ChutesClient.Builder> settings, UnaryOperator<Publisher<DataBuffer>> wrapping)
            throws Throwable {
        try (BodyVerification verification = new BodyVerification(settings, wrapping)) {
            verification.setUp();
            rule.invoke(verification);
        } catch (InvocationTargetException broken) {
            if (!(broken.getCause() instanceof SkipException)) {
                throw broken.getCause();
            }
            assertThat(rule.getName()).as("a rule that was left out").isIn(NOT_FOR_BODIES);
        }
    }
}
