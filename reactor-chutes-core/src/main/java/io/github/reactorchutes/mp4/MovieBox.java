package io.github.reactorchutes.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The content of a {@code moov} box. */
final class MovieBox {

    private static final int VIDEO_HANDLER = BoxHeader.type("vide");

    private MovieBox() {}

    /**
     * Return the facts of the first track with frames; {@code null} without such a track, for a malformed box, and for a
     * fragmented file ({@code mvex}), whose further frames are in its fragments.
     */
    static @Nullable Mp4Facts facts(ByteBuffer moov) {
        try {
            if (find(moov, "mvex") != null) {
                return null;
            }
            long ticksPerSecond = ticksPerSecond(find(moov, "mvhd"));
            ByteBuffer track = next(moov, "trak");
            while (track != null) {
                Mp4Facts facts = factsOfTrack(track, ticksPerSecond);
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

    private static @Nullable Mp4Facts factsOfTrack(ByteBuffer track, long movieTicksPerSecond) {
        ByteBuffer media = find(track, "mdia");
        ByteBuffer handler = find(media, "hdlr");
        if (handler == null || handler.getInt(8) != VIDEO_HANDLER) {
            return null;
        }
        ByteBuffer header = find(track, "tkhd");
        ByteBuffer times = find(find(find(media, "minf"), "stbl"), "stts");
        long ticksPerSecond = ticksPerSecond(find(media, "mdhd"));
        if (header == null || times == null || ticksPerSecond == 0) {
            return null;
        }
        ByteBuffer edits = find(find(track, "edts"), "elst");
        return facts(header, FrameTimes.of(times, ticksPerSecond), EditList.of(edits, movieTicksPerSecond));
    }

    /** Width and height are fixed-point numbers of 16.16 bits behind the matrix, which may turn the picture by 90 degrees. */
    private static @Nullable Mp4Facts facts(ByteBuffer header, FrameTimes times, EditList edits) {
        if (times.frames() == 0 || times.seconds() == 0) {
            return null;
        }
        int matrix = isLarge(header) ? 52 : 40;
        int width = header.getInt(matrix + 36) >>> 16;
        int height = header.getInt(matrix + 40) >>> 16;
        boolean turned = header.getInt(matrix) == 0 && header.getInt(matrix + 4) != 0;
        double shown = edits.shown(times.seconds());
        return turned
                ? new Mp4Facts(height, width, times.frames(), times.seconds(), shown)
                : new Mp4Facts(width, height, times.frames(), times.seconds(), shown);
    }

    /** {@code mvhd} and {@code mdhd} begin alike. */
    private static long ticksPerSecond(@Nullable ByteBuffer header) {
        return header == null ? 0 : unsigned(header.getInt(isLarge(header) ? 20 : 12));
    }

    /** Boxes of version 1 have 64-bit times, boxes of version 0 have 32-bit times. */
    static boolean isLarge(ByteBuffer box) {
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

    static long unsigned(int value) {
        return value & 0xFFFF_FFFFL;
    }
}
