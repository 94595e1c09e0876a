package io.github.reactorchutes.spring.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.springframework.http.server.ServletServerHttpResponse;

/** Copies a video to its viewer on a thread that may block. A viewer that leaves closes the stream, which ends the call. */
final class VideoCopy implements Callable<Object> {

    private static final int CHUNK = 16 * 1024;

    private final VideoStream video;

    private final ServletServerHttpResponse response;

    VideoCopy(VideoStream video, ServletServerHttpResponse response) {
        this.video = video;
        this.response = response;
    }

    @Override
    public Object call() throws IOException {
        try (InputStream bytes = video.bytes()) {
            copy(bytes, response.getBody());
        }
        response.flush();
        return Delivered.INSTANCE;
    }

    /** Flush each chunk, because a viewer may play a video that is still arriving. */
    private void copy(InputStream bytes, OutputStream viewer) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = read(bytes, chunk); read >= 0; read = read(bytes, chunk)) {
            viewer.write(chunk, 0, read);
            viewer.flush();
        }
    }

    private int read(InputStream bytes, byte[] chunk) throws IOException {
        try {
            return bytes.read(chunk);
        } catch (IOException | RuntimeException broken) {
            if (response.getServletResponse().isCommitted()) {
                throw new VideoCutShortException(broken);
            }
            throw broken;
        }
    }
}
