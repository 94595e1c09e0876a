package io.github.reactorchutes.sink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;

/** A buffer that reports its release. As a composite of one, it shares the memory of the original. */
final class CountedBuffer extends CompositeByteBuf {

    /** The default of Netty: the TLS handler may add the next buffer to this one. */
    private static final int MAX_COMPONENTS = 16;

    private final Runnable onRelease;

    CountedBuffer(ByteBuf content, Runnable onRelease) {
        super(content.alloc(), content.isDirect(), MAX_COMPONENTS, content);
        this.onRelease = onRelease;
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        onRelease.run();
    }
}
