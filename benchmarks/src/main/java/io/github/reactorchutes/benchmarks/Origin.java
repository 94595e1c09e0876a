package io.github.reactorchutes.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Serves videos of {@code bytes} at {@code POST /<bytes>/<endpoint>}, chunked as the platform does. Runs in a JVM of its
 * own, so that the client is what is measured.
 */
public final class Origin implements AutoCloseable {

    private static final int PIECE = 64 * 1024;

    /** Serves nothing. */
    static final Origin NONE = new Origin(null, 0);

    private final @Nullable Process process;

    private final int port;

    private Origin(@Nullable Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Start an origin in another JVM. */
    static Origin fork() {
        try {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Origin.class.getName()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String port = process.inputReader(StandardCharsets.UTF_8).readLine();
            return new Origin(process, Integer.parseInt(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url(int bytes) {
        return URI.create("http://127.0.0.1:" + port + "/" + bytes);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }

    public static void main(String[] arguments) {
        ByteBuf piece = Unpooled.unreleasableBuffer(Unpooled.directBuffer(PIECE).writeZero(PIECE));
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .route(routes -> routes.post("/{bytes}/{endpoint}", (request, response) -> {
                    int bytes = Integer.parseInt(request.param("bytes"));
                    return request.receive()
                            .then()
                            .thenMany(
                                    response.header("Content-Type", "video/mp4").send(video(bytes, piece)))
                            .then();
                }))
                .bindNow();
        System.out.println(server.port());
        server.onDispose().block();
    }

    private static Flux<ByteBuf> video(int bytes, ByteBuf piece) {
        ByteBuf head = Unpooled.wrappedBuffer(head(bytes));
        int rest = bytes - head.readableBytes();
        Flux<ByteBuf> whole = Flux.range(0, rest / PIECE).map(i -> piece.duplicate());
        return Flux.concat(Flux.just(head), whole, Flux.just(piece.slice(0, rest % PIECE)));
    }

    /** The smallest MP4 whose mdat box fills the rest. */
    private static ByteBuffer head(int bytes) {
        ByteBuffer head = ByteBuffer.allocate(36);
        head.putInt(12).put("ftyp".getBytes(StandardCharsets.US_ASCII)).put("isom".getBytes(StandardCharsets.US_ASCII));
        head.putInt(16).put("moov".getBytes(StandardCharsets.US_ASCII)).putLong(0);
        head.putInt(bytes - 28).put("mdat".getBytes(StandardCharsets.US_ASCII));
        return head.flip();
    }
}
