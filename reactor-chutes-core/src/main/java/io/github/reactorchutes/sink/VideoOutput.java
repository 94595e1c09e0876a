package io.github.reactorchutes.sink;

import java.io.Closeable;
import java.io.IOException;
import org.springframework.core.io.buffer.DataBuffer;

/** The place of one video. Blocking; used by one thread at a time. */
interface VideoOutput extends Closeable {

    /** Open the place that a sink names. */
    static VideoOutput open(FileSink sink) throws IOException {
        return SpecialFile.is(sink.target()) ? SpecialFile.open(sink.target()) : PartFile.create(sink);
    }

    /** Open the place of a video that was paid after {@link #probe}: a name that is taken by now is not refused. */
    static VideoOutput openProbed(FileSink sink) throws IOException {
        try {
            return SpecialFile.is(sink.target()) ? SpecialFile.open(sink.target()) : PartFile.createUnchecked(sink);
        } catch (IOException failure) {
            throw new VideoNotSavedException(sink.target(), 0, null, failure);
        }
    }

    /** Fail if the place cannot be opened, and leave it as it was. */
    static void probe(FileSink sink) throws IOException {
        if (SpecialFile.is(sink.target())) {
            SpecialFile.probe(sink.target());
        } else {
            PartFile.create(sink).close();
        }
    }

    /** Write a buffer, which the caller releases. */
    void write(DataBuffer buffer) throws IOException;

    /** Complete the video. */
    SavedVideo commit() throws IOException;
}
