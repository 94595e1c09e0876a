package io.github.reactorchutes.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeRecordsTests {

    private static final byte[] RECORDS = {23, 3, 3, 0, 4, 1, 2, 3, 4, 22, 3, 3, 0, 0, 21, 3, 3, 0, 2, 5, 6};

    private static final byte[] ENDS = {9, 14, 21};

    private final EmbeddedChannel channel = new EmbeddedChannel(new WholeRecords());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 13, 20, 21})
    void passesOnWholeRecordsWhateverTheReads(int size) {
        int received = 0;
        for (int begin = 0; begin < RECORDS.length; begin += size) {
            int end = Math.min(RECORDS.length, begin + size);
            channel.writeInbound(Unpooled.copiedBuffer(RECORDS, begin, end - begin));
            received += receive(received);
            assertThat(received).isEqualTo(lastEnd(end));
        }
    }

    @Test
    void keepsNothingOfAReadButTheIncompleteRecord() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        channel.config().setAllocator(allocator);
        channel.writeInbound(Unpooled.copiedBuffer(RECORDS, 0, 12));
        receive(0);
        assertThat(allocator.metric().usedHeapMemory()).isEqualTo(3);
    }

    @Test
    void passesOnWhatIsNotTlsAtOnce() {
        byte[] plain = "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII);
        channel.writeInbound(Unpooled.copiedBuffer(plain, 0, 3));
        channel.writeInbound(Unpooled.copiedBuffer(plain, 3, plain.length - 3));
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf each = channel.readInbound(); each != null; each = channel.readInbound()) {
            all.writeBytes(each);
            each.release();
        }
        assertThat(ByteBufUtil.getBytes(all)).isEqualTo(plain);
    }

    @Test
    void passesOnAnIncompleteRecordWithTheEndOfTheConnection() {
        channel.writeInbound(Unpooled.copiedBuffer(RECORDS, 0, 7));
        channel.pipeline().fireChannelInactive();
        ByteBuf rest = channel.readInbound();
        assertThat(rest.readableBytes()).isEqualTo(7);
        rest.release();
    }

    @Test
    void releasesAnIncompleteRecordThatNobodyWillReceive() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        channel.config().setAllocator(allocator);
        channel.writeInbound(Unpooled.copiedBuffer(RECORDS, 0, 7));
        assertThat(allocator.metric().usedHeapMemory()).isEqualTo(7);
        channel.pipeline().remove(WholeRecords.class);
        assertThat(allocator.metric().usedHeapMemory()).isZero();
        assertThat(channel.inboundMessages()).isEmpty();
    }

    private static int lastEnd(int received) {
        int last = 0;
        for (byte end : ENDS) {
            last = end <= received ? end : last;
        }
        return last;
    }

    private int receive(int from) {
        int received = 0;
        for (ByteBuf each = channel.readInbound(); each != null; each = channel.readInbound()) {
            for (int i = 0; i < each.readableBytes(); i++) {
                assertThat(each.getByte(i)).isEqualTo(RECORDS[from + received + i]);
            }
            received += each.readableBytes();
            each.release();
        }
        return received;
    }
}
