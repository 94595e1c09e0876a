package io.github.reactorchutes.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("deprecation") // the handle goes with Netty 5, and has no other name until then
class ReadSizesTests {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    ReadSizesTests() {
        channel.config().setRecvByteBufAllocator(new ReadSizes());
        ReadSizes.attach(channel);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({"1, 32", "2, 64", "128, 64", "9223372036854775807, 128"})
    void growsWithWhatArrivesToTheLimitOfTheDemand(long demand, int kilobytes) {
        RecvByteBufAllocator.Handle reads = handle();
        assertThat(reads.guess()).isEqualTo(2 * 1024);

        ReadSizes.follow(demand, channel);
        fillReads(reads, 20);

        assertThat(reads.guess()).isEqualTo(kilobytes * 1024);
    }

    @Test
    void readsLessAgainWhenTheConsumerRequestsOneByOneAgain() {
        RecvByteBufAllocator.Handle reads = handle();
        ReadSizes.follow(Long.MAX_VALUE, channel);
        fillReads(reads, 20);

        ReadSizes.follow(1, channel);

        assertThat(capacityOfNext(reads)).isEqualTo(ReadSizes.PIECEMEAL);
    }

    @Test
    void readsAsOftenInATurnAsASocketDoesByItself() {
        RecvByteBufAllocator.Handle reads = handle();
        reads.reset(channel.config());

        int inATurn = 0;
        do {
            int size = capacityOfNext(reads);
            reads.attemptedBytesRead(size);
            reads.lastBytesRead(size);
            reads.incMessagesRead(1);
            inATurn++;
        } while (reads.continueReading());

        assertThat(inATurn).isEqualTo(new NioSocketChannel().metadata().defaultMaxMessagesPerRead());
    }

    @Test
    void givesEachChannelSizesOfItsOwn() {
        RecvByteBufAllocator shared = new ReadSizes();
        EmbeddedChannel other = new EmbeddedChannel();
        channel.config().setRecvByteBufAllocator(shared);
        other.config().setRecvByteBufAllocator(shared);

        ReadSizes.attach(channel);
        ReadSizes.attach(other);

        assertThat(sizes(channel)).isNotSameAs(sizes(other));
        other.finishAndReleaseAll();
    }

    @Test
    void leavesTheSizesOfACustomizer() {
        RecvByteBufAllocator chosen = new AdaptiveRecvByteBufAllocator();
        channel.config().setRecvByteBufAllocator(chosen);

        ReadSizes.attach(channel);
        ReadSizes.follow(1, channel);

        assertThat(sizes(channel)).isSameAs(chosen);
    }

    private RecvByteBufAllocator.Handle handle() {
        return sizes(channel).newHandle();
    }

    private static RecvByteBufAllocator sizes(Channel channel) {
        return channel.config().getRecvByteBufAllocator();
    }

    private static void fillReads(RecvByteBufAllocator.Handle reads, int count) {
        for (int i = 0; i < count; i++) {
            int size = capacityOfNext(reads);
            reads.attemptedBytesRead(size);
            reads.lastBytesRead(size);
            reads.readComplete();
        }
    }

    private static int capacityOfNext(RecvByteBufAllocator.Handle reads) {
        var buffer = reads.allocate(UnpooledByteBufAllocator.DEFAULT);
        int size = buffer.capacity();
        buffer.release();
        return size;
    }
}
