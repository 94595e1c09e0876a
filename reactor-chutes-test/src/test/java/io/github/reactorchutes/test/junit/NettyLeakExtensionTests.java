package io.github.reactorchutes.test.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;

class NettyLeakExtensionTests {

    @Test
    void findsABufferThatWasNeverReleased() throws InterruptedException {
        leak();
        List<String> leaks = NettyLeakExtension.findLeaks();
        assertThat(leaks).hasSize(1);
        assertThat(leaks.get(0)).contains("NettyLeakExtensionTests.leak");
        assertThat(NettyLeakExtension.findLeaks()).isEmpty();
    }

    @Test
    void findsNothingWhereEverythingWasReleased() throws InterruptedException {
        ByteBufAllocator.DEFAULT.directBuffer(10).release();
        assertThat(NettyLeakExtension.findLeaks()).isEmpty();
    }

    private static void leak() {
        ByteBufAllocator.DEFAULT.directBuffer(10).writeByte(1);
    }
}
