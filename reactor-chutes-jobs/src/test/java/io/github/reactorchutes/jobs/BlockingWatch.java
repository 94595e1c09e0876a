package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.test.ChutesEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/** Fails a test class in which a thread that must not block did. */
public final class BlockingWatch implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> calls = new ConcurrentLinkedQueue<>();

    private static boolean installed;

    /** Creates the extension; JUnit does. */
    public BlockingWatch() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        install();
        takeCalls();
    }

    private static synchronized void install() {
        if (!installed) {
            installed = true;
            warmUp();
            BlockHound.builder()
                    .loadIntegrations()
                    .allowBlockingCallsInside("java.lang.ClassLoader", "loadClass")
                    .allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders")
                    .allowBlockingCallsInside("reactor.core.publisher.ContextPropagationSupport", "<clinit>")
                    // a pool of Netty that grows because threads share it takes its lock for a moment
                    .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
                    // a timer of Reactor's that is cancelled takes the lock of its queue for a moment
                    .allowBlockingCallsInside(
                            "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                    .blockingMethodCallback(method -> record(new BlockingOperationError(method)))
                    .install();
        }
    }

    /** The first call of a JVM loads the classes of TLS on whatever thread it is. */
    private static void warmUp() {
        try (ChutesEmulator emulator =
                        ChutesEmulator.builder().smallVideos(true).start();
                ChutesClient client = ChutesClient.builder()
                        .baseUrl(emulator.baseUrl())
                        .apiToken("token")
                        .build()) {
            client.textToVideo(TextToVideoRequest.builder("a red fox").build())
                    .flatMapMany(video -> video)
                    .doOnNext(DataBufferUtils::release)
                    .blockLast(Duration.ofSeconds(30));
        }
    }

    private static void record(BlockingOperationError call) {
        if (isOfTheEmulator() || isIdle(call)) {
            return;
        }
        StringWriter text = new StringWriter();
        call.printStackTrace(new PrintWriter(text));
        calls.add("on " + Thread.currentThread().getName() + ": " + text);
    }

    /** The emulator may wait for its own lock; it is not the library. */
    private static boolean isOfTheEmulator() {
        return Thread.currentThread().getName().startsWith("chutes-emulator");
    }

    /** A thread that was idle before the watch began runs the old code of its pool, to which no exemption applies. */
    private static boolean isIdle(BlockingOperationError call) {
        return Arrays.stream(call.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ThreadPoolExecutor.class.getName())
                        && frame.getMethodName().equals("getTask"));
    }

    static List<String> takeCalls() {
        List<String> taken = new ArrayList<>();
        for (String call = calls.poll(); call != null; call = calls.poll()) {
            taken.add(call);
        }
        return taken;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> taken = takeCalls();
        if (!taken.isEmpty()) {
            throw new AssertionError(taken.size() + " blocking calls, the first " + taken.get(0));
        }
    }
}
