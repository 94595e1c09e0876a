package io.github.reactorchutes.tck;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * The kit's view of a body over a socket: one that is asked for n elements comes in n chunks, which are read at once, so
 * that each is a buffer. The kit releases no buffer, hence the allocator on the heap.
 */
final class BodyVerification extends PublisherVerification<DataBuffer> implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 2_000;

    private static final int NO_SIGNAL_MILLIS = 50;

    /** The whole of it is smaller than the first read of a connection. */
    private static final int MOST_BUFFERS = 50;

    private final UnaryOperator<ChutesClient.Builder> settings;

    private final UnaryOperator<Publisher<DataBuffer>> wrapping;

    private int buffers;

    private final RawServer server = RawServer.start(connection -> {
        while (true) {
            connection.readRequest();
            connection.write(answer(buffers));
        }
    });

    private final ChutesClient client;

    BodyVerification(UnaryOperator<ChutesClient.Builder> settings, UnaryOperator<Publisher<DataBuffer>> wrapping) {
        super(new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNAL_MILLIS));
        this.settings = settings;
        this.wrapping = wrapping;
        this.client = client();
    }

    private ChutesClient client() {
        UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false, true);
        return settings.apply(ChutesClient.builder()
                        .apiToken("cpk_test.secret")
                        .baseUrl(server.url())
                        .httpClient(http -> http.option(ChannelOption.ALLOCATOR, heap)))
                .build();
    }

    private static byte[] answer(int buffers) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(ascii(Heads.CHUNKED_VIDEO));
        for (int i = 0; i < buffers; i++) {
            byte[] chunk = i == 0
                    ? Videos.ofSize(36)
                    : Videos.box(ByteBuffer.allocate(8), "free", 8).array();
            answer.writeBytes(ascii(Integer.toHexString(chunk.length) + "\r\n"));
            answer.writeBytes(chunk);
            answer.writeBytes(ascii("\r\n"));
        }
        answer.writeBytes(ascii("0\r\n\r\n"));
        return answer.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Publisher<DataBuffer> createPublisher(long elements) {
        buffers = Math.toIntExact(elements);
        return wrapping.apply(Calls.head(client.exchange(Requests.text())).body());
    }

    /** A body that is gone fails whoever subscribes to it. */
    @Override
    public Publisher<DataBuffer> createFailedPublisher() {
        buffers = 1;
        VideoResponse response = Calls.head(client.exchange(Requests.text()));
        response.release();
        return wrapping.apply(response.body());
    }

    @Override
    public long maxElementsFromPublisher() {
        return MOST_BUFFERS;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
