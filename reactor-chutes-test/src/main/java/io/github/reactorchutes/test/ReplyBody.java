package io.github.reactorchutes.test;

import io.netty.buffer.ByteBuf;

/** The bytes of a reply, readable from any offset, so that large bodies need no memory. */
interface ReplyBody {

    ReplyBody EMPTY = of(new byte[0]);

    long length();

    void copy(long offset, int count, ByteBuf target);

    default ReplyBody slice(long from, long length) {
        ReplyBody whole = this;
        return new ReplyBody() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void copy(long offset, int count, ByteBuf target) {
                whole.copy(from + offset, count, target);
            }
        };
    }

    static ReplyBody of(byte[] bytes) {
        return new ReplyBody() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void copy(long offset, int count, ByteBuf target) {
                target.writeBytes(bytes, (int) offset, count);
            }
        };
    }
}
