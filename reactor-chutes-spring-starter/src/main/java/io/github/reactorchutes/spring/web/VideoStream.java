package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A response with its bytes as a blocking stream, which holds a few buffers at most. */
record VideoStream(VideoAnswer answer, InputStream bytes) {

    /** Open the stream and emit it at its first byte. An earlier failure is emitted instead. */
    static Mono<VideoStream> open(VideoAnswer answer) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> first = Sinks.empty();
            VideoStream opened = new VideoStream(
                    answer,
                    VideoBytes.inputStream(answer.body()
                            .doOnNext(buffer -> first.tryEmitEmpty())
                            .doOnError(first::tryEmitError)
                            .doOnComplete(first::tryEmitEmpty)));
            return first.asMono().thenReturn(opened).doOnCancel(opened::close);
        });
    }

    /** Cancel the video unless it is complete. */
    void close() {
        try {
            bytes.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
