package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ChutesEmulatorTests {

    @Test
    void closesAtOnceWithACallInFlight() throws IOException {
        ChutesEmulator emulator = ChutesEmulator.start();
        emulator.enqueue(Reply.silent());
        try (Wire wire = new Wire(emulator)) {
            wire.post();
            emulator.takeRequest(Calls.SOON);
            long start = System.nanoTime();
            emulator.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(wire.readAll().end()).isEqualTo(Wire.End.FIN);
        }
    }

    @RepeatedTest(30)
    void complainsOfNothingIfClosedWhileRequestsArrive() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try {
            ChutesEmulator emulator = ChutesEmulator.builder().smallVideos(true).start();
            List<Wire> wires = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                wires.add(new Wire(emulator).post());
            }
            emulator.close();
            for (Wire wire : wires) {
                wire.close();
            }
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void stopsForAnInterruptedThread() throws Exception {
        Set<Thread> others = threadsOfEmulators();
        ChutesEmulator emulator = ChutesEmulator.start();
        emulator.enqueue(Reply.silent());
        Set<Thread> threads;
        try (Wire wire = new Wire(emulator).post()) {
            emulator.takeRequest(Calls.SOON);
            threads = threadsOfEmulators();
            threads.removeAll(others);
            Thread.currentThread().interrupt();
            emulator.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(wire.readAll().end()).isEqualTo(Wire.End.FIN);
        }
        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            thread.join(Calls.SOON.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void mayBeClosedTwice() {
        ChutesEmulator emulator = ChutesEmulator.start();
        emulator.close();
        emulator.close();
    }

    @Test
    void startsFromTheSameBuilderAgain() {
        ChutesEmulator.Builder builder = ChutesEmulator.builder().smallVideos(true);
        try (ChutesEmulator one = builder.start();
                ChutesEmulator two = builder.start()) {
            assertThat(one.port()).isNotEqualTo(two.port());
        }
    }

    @Test
    void showsHostAndPortInItsBaseUrl() {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().host("localhost").start()) {
            assertThat(emulator.baseUrl()).hasToString("http://localhost:" + emulator.port());
            assertThat(Calls.send(Calls.request(emulator, "/ping")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void boundsWhatTheSocketTakesAhead() throws IOException {
        try (ChutesEmulator emulator =
                        ChutesEmulator.builder().sendBufferBytes(16 * 1024).start();
                Socket socket = new Socket()) {
            emulator.enqueue(Reply.videoOfSize(100_000_000));
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), emulator.port()));
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(emulator.takeRequest(Calls.SOON).bytesWritten()).isLessThan(2_000_000);
        }
    }

    @Test
    void readsItsCommandLine() throws IOException {
        try (ChutesEmulator emulator = ChutesEmulatorServer.parse(
                        "--port", "0", "--host", "localhost", "--ttfb", "150ms", "--small")
                .start()) {
            assertThat(emulator.baseUrl().getHost()).isEqualTo("localhost");
            long start = System.nanoTime();
            assertThat(Calls.post(emulator, "/text2video", Wire.JSON).body()).hasSizeLessThan(50_000);
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(149).toNanos());
        }
    }

    @Test
    void explainsACommandLineItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChutesEmulatorServer.parse("--prot", "1"))
                .withMessageContaining("--prot")
                .withMessageContaining("--port N");
        assertThatIllegalArgumentException().isThrownBy(() -> ChutesEmulatorServer.parse("--port"));
    }

    private static Set<Thread> threadsOfEmulators() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("chutes-emulator"))
                .collect(Collectors.toSet());
    }
}
