package io.github.reactorchutes.upload;

import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** Text in memory that needs no encoding. */
final class TextSegment implements Segment.InMemory {

    private final Supplier<Writer> writers;

    private final int length;

    private TextSegment(Supplier<Writer> writers, int length) {
        this.writers = writers;
        this.length = length;
    }

    /** Return a segment of encoded text; the array is not copied. */
    static TextSegment of(byte[] bytes) {
        return new TextSegment(() -> (from, count, target) -> target.write(bytes, from, count), bytes.length);
    }

    /** Return a segment of the ASCII text from an index on; the text is not copied. */
    static TextSegment ofAscii(String text, int start) {
        int length = text.length() - start;
        return new TextSegment(() -> asciiWriter(text, start, new byte[Math.min(length, MAX_BUFFER_BYTES)]), length);
    }

    /**
     * The deprecated method copies the low byte of each char, which is sufficient for ASCII, and makes no other copy.
     */
    @SuppressWarnings("deprecation")
    private static Writer asciiWriter(String text, int start, byte[] scratch) {
        return (from, count, target) -> {
            text.getBytes(start + from, start + from + count, scratch, 0);
            target.write(scratch, 0, count);
        };
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(DataBuffer target) {
        writers.get().write(0, length, target);
    }

    @Override
    public Flux<DataBuffer> buffers(DataBufferFactory factory) {
        return Flux.generate(() -> new Pass(writers.get()), (pass, sink) -> pass.emit(factory, sink));
    }

    /** One pass over the text. */
    private final class Pass {

        private final Writer writer;

        private int sent;

        Pass(Writer writer) {
            this.writer = writer;
        }

        Pass emit(DataBufferFactory factory, SynchronousSink<DataBuffer> sink) {
            int count = Math.min(length - sent, MAX_BUFFER_BYTES);
            DataBuffer buffer = factory.allocateBuffer(count);
            writer.write(sent, count, buffer);
            sent += count;
            sink.next(buffer);
            if (sent == length) {
                sink.complete();
            }
            return this;
        }
    }

    /** Writes part of a text, at most {@link #MAX_BUFFER_BYTES}, to a buffer. */
    private interface Writer {

        void write(int from, int count, DataBuffer target);
    }
}
