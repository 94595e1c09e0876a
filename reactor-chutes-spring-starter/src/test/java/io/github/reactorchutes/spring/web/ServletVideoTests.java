package io.github.reactorchutes.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Applications;
import io.github.reactorchutes.spring.fixture.Loops;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.spring.fixture.Viewer;
import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** Videos that controllers return on Tomcat. */
class ServletVideoTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Longer than a loop waits for a lock, and shorter than Tomcat waits for a viewer. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private static final int SIZE = 200_000;

    private static final int LARGE = 16 << 20;

    /** More than there are event loops. */
    private static final int VIEWERS = 8;

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    private static @Nullable ConfigurableApplicationContext shared;

    @AfterAll
    static void close() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    @AfterEach
    void leavesNothingBehind() {
        chutes.emulator().awaitIdle(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/flux", "/entity", "/future", "/callable", "/callable-of-flux"})
    void streamsAVideo(String path) throws Exception {
        chutes.emulator().enqueue(Reply.videoOfSize(SIZE));
        HttpResponse<byte[]> answer = get(application(), path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(answer.body()).hasSize(SIZE);
    }

    @Test
    void statesTheLengthIfItIsKnown() throws Exception {
        chutes.emulator().enqueue(Reply.videoOfSize(SIZE).withContentLength());
        assertThat(get(application(), "/head").headers().firstValue("Content-Length"))
                .contains(String.valueOf(SIZE));
    }

    @Test
    void keepsTheStatusAndTheHeadersOfAnEntity() throws Exception {
        chutes.emulator().enqueue(Reply.videoOfSize(SIZE));
        HttpResponse<byte[]> answer = get(application(), "/entity-of-head");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("X-Prompt")).contains("fox");
        assertThat(answer.body()).hasSize(SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/empty"})
    void answersWithoutAVideo(String path) throws Exception {
        HttpResponse<byte[]> answer = get(application(), path);
        assertThat(answer.statusCode()).isEqualTo(path.equals("/empty") ? 200 : 404);
        assertThat(answer.body()).isEmpty();
        assertThat(chutes.emulator().requestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/flux", "/entity", "/entity-of-head"})
    void givesTheApplicationAFailureBeforeTheFirstByte(String path) throws Exception {
        chutes.emulator().enqueue(Reply.of(500));
        HttpResponse<byte[]> answer = get(application(), path);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(Controllers.HANDLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/flux", "/entity"})
    void neverCompletesAVideoThatIsCutShort(String path) {
        chutes.emulator().enqueue(Reply.videoOfSize(SIZE).cutAfter(SIZE / 2));
        try (Viewer viewer = Viewer.open(application(), path)) {
            assertThat(viewer.readAll())
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain(Controllers.HANDLED)
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/flux", "/entity"})
    void slowViewersBlockNoEventLoopAndLittleMemory(String path) {
        ConfigurableApplicationContext context = application();
        Videos.generate(context.getBean(ChutesClient.class));
        long before = PlatformDependent.usedDirectMemory();
        chutes.emulator()
                .enqueue(Stream.generate(() -> Reply.videoOfSize(LARGE))
                        .limit(VIEWERS)
                        .toArray(Reply[]::new));
        List<Viewer> viewers = open(context, path);
        try {
            viewers.forEach(viewer -> assertThat(viewer.read(SIZE)).startsWith("HTTP/1.1 200"));
            assertThat(Videos.generate(context.getBean(ChutesClient.class))).isPositive();
            Awaitility.await().atMost(MOMENT).until(() -> Loops.blocked().isEmpty());
            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(VIEWERS * (LARGE / 4L));
        } finally {
            viewers.forEach(Viewer::close);
        }
    }

    /** A check of the test above, which would also pass if it could not recognize a blocked event loop. */
    @Test
    void recognizesABlockedEventLoop() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        CountDownLatch release = new CountDownLatch(1);
        try {
            Future<?> blocked = loops.submit(() -> release.await(SOON.toSeconds(), TimeUnit.SECONDS));
            Awaitility.await().atMost(SOON).until(() -> Loops.blocked().size() == 1);
            release.countDown();
            assertThat(blocked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            assertThat(loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(SOON.toMillis()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/flux", "/entity"})
    void aViewerThatLeavesEndsTheCall(String path) {
        chutes.emulator().enqueue(Reply.videoOfSize(1L << 40));
        try (Viewer viewer = Viewer.open(application(), path)) {
            assertThat(viewer.read(SIZE)).startsWith("HTTP/1.1 200");
        }
        RecordedRequest call = Objects.requireNonNull(chutes.emulator().takeRequest(SOON));
        assertThat(call.awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
    }

    /** A security filter may refuse the second dispatch of a request, when the video has arrived. */
    @Test
    void endsTheCallOfARequestThatAFilterRefusesMeanwhile() throws Exception {
        chutes.emulator().enqueue(Reply.videoOfSize(1L << 40));
        HttpResponse<byte[]> answer = get(application(), "/head?" + Controllers.REFUSED);
        assertThat(answer.statusCode()).isEqualTo(403);
        RecordedRequest call = Objects.requireNonNull(chutes.emulator().takeRequest(SOON));
        assertThat(call.awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
    }

    @Test
    void outlivesTheTimeoutOfAsynchronousRequests() throws Exception {
        try (ConfigurableApplicationContext context = run("--spring.mvc.async.request-timeout=100ms")) {
            chutes.emulator()
                    .enqueue(Reply.videoOfSize(SIZE)
                            .withDelay(Duration.ofSeconds(2))
                            .drip(SIZE / 20, Duration.ofMillis(100)));
            HttpResponse<byte[]> answer = get(context, "/head");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).hasSize(SIZE);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void streamsOnVirtualThreads() throws Exception {
        try (ConfigurableApplicationContext context = run("--spring.threads.virtual.enabled=true")) {
            for (String path : List.of("/head", "/flux")) {
                chutes.emulator().enqueue(Reply.videoOfSize(SIZE));
                assertThat(get(context, path).body()).hasSize(SIZE);
            }
        }
    }

    private static List<Viewer> open(ConfigurableApplicationContext context, String path) {
        return IntStream.range(0, VIEWERS)
                .mapToObj(viewer -> Viewer.open(context, path))
                .toList();
    }

    private static HttpResponse<byte[]> get(ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).timeout(SOON).build(), BodyHandlers.ofByteArray());
    }

    private static ConfigurableApplicationContext application() {
        ConfigurableApplicationContext running = shared;
        if (running == null) {
            running = run();
            shared = running;
        }
        return running;
    }

    private static ConfigurableApplicationContext run(String... settings) {
        return Applications.run(
                Controllers.class,
                WebApplicationType.SERVLET,
                chutes.emulator(),
                Stream.concat(
                                Stream.of(
                                        "--chutes.verify-video=false",
                                        "--chutes.circuit-breaker.enabled=false",
                                        "--chutes.rate-limit.enabled=false"),
                                Stream.of(settings))
                        .toArray(String[]::new));
    }
}
