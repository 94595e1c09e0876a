package io.github.reactorchutes.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The content of a {@code moov} box. */
final class MovieBox {

    private static final int VIDEO_HANDLER = BoxHeader.type("vide");

    private MovieBox() {}

    /** Return the facts of the first track with frames, or {@code null} without such a track or for a malformed box. */
    static @Nullable Mp4Facts facts(ByteBuffer moov) {
        try {
            ByteBuffer track = next(moov, "trak");
            while (track != null) {
                Mp4Facts facts = factsOfTrack(track);
                if (facts != null) {
                    return facts;
                }
                track = next(moov, "trak");
            }
            return null;
        } catch (BufferUnderflowException | IndexOutOfBoundsException malformed) {
            return null;
        }
    }

    private static @Nullable Mp4Facts factsOfTrack(ByteBuffer track) {
        ByteBuffer media = find(track, "mdia");
        ByteBuffer handler = find(media, "hdlr");
        if (handler == null || handler.getInt(8) != VIDEO_HANDLER) {
            return null;
        }
        ByteBuffer header = find(track, "tkhd");
        ByteBuffer mediaHeader = find(media, "mdhd");
        ByteBuffer times = find(find(find(media, "minf"), "stbl"), "stts");
        return header == null || mediaHeader == null || times == null ? null : facts(header, mediaHeader, times);
    }

    /** Width and height are fixed-point numbers of 16.16 bits. */
    private static @Nullable Mp4Facts facts(ByteBuffer header, ByteBuffer mediaHeader, ByteBuffer times) {
        int size = isLarge(header) ? 88 : 76;
        long ticksPerSecond = unsigned(mediaHeader.getInt(isLarge(mediaHeader) ? 20 : 12));
        long frames = 0;
        double ticks = 0;
        int runs = times.getInt(4);
        times.position(8);
        for (int i = 0; i < runs; i++) {
            long count = unsigned(times.getInt());
            frames += count;
            ticks += (double) count * unsigned(times.getInt());
        }
        if (frames == 0 || ticks == 0 || ticksPerSecond == 0) {
            return null;
        }
        return new Mp4Facts(header.getInt(size) >>> 16, header.getInt(size + 4) >>> 16, frames, ticks / ticksPerSecond);
    }

    /** Boxes of version 1 have 64-bit times, boxes of version 0 have 32-bit times. */
    private static boolean isLarge(ByteBuffer box) {
        return box.get(0) == 1;
    }

    private static @Nullable ByteBuffer find(@Nullable ByteBuffer parent, String type) {
        return parent == null ? null : next(parent.duplicate(), type);
    }

    /** Move past the next box of a type and return its content. */
    private static @Nullable ByteBuffer next(ByteBuffer parent, String type) {
        BoxHeader header = new BoxHeader();
        while (parent.hasRemaining()) {
            ByteBuffer content = nextContent(parent, header);
            if (header.is(BoxHeader.type(type))) {
                return content;
            }
        }
        return null;
    }

    /** Read the header of the next box, move to behind the box, and return its content. */
    private static ByteBuffer nextContent(ByteBuffer parent, BoxHeader header) {
        boolean whole;
        do {
            whole = header.add(parent.get());
        } while (!whole);
        long size = header.isToEnd() ? parent.remaining() : header.contentSize();
        if (size < 0 || size > parent.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer content = parent.slice(parent.position(), (int) size);
        parent.position(parent.position() + (int) size);
        return content;
    }

    private static long unsigned(int value) {
        return value & 0xFFFF_FFFFL;
    }
}
