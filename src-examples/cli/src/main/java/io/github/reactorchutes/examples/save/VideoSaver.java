package io.github.reactorchutes.examples.save;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;

/**
 * Generates videos and saves each to a file while it arrives. Memory stays bounded: the disk's pace is the socket's.
 */
public final class VideoSaver {

    private final ChutesClient client;

    private final SaveListener listener;

    private final Publisher<?> stop;

    /**
     * Create a saver.
     *
     * @param client generates the videos
     * @param listener is told how each save gets on
     * @param stop ends every save early when it signals; its error becomes the error of the save. Nothing is saved then
     */
    public VideoSaver(ChutesClient client, SaveListener listener, Publisher<?> stop) {
        this.client = client;
        this.listener = listener;
        this.stop = stop;
    }

    /**
     * Generate a video and save it. The file is opened before the request is sent: a directory that cannot be written
     * to costs nothing.
     *
     * <p><b>Cancellation.</b> Cancels the call and deletes the temporary file, in the background. Let {@code stop}
     * signal instead where the end must wait for the clean-up.
     *
     * @param request what to generate
     * @param target where the video goes; replaced if it exists
     * @return the video, once it is whole, durable and has its name
     */
    public Mono<SavedVideo> save(VideoRequest request, Path target) {
        return Mono.usingWhen(
                        AtomicFile.open(target),
                        file -> generate(request, file).takeUntilOther(stop).single(),
                        AtomicFile::commit,
                        (file, error) -> file.discard(),
                        AtomicFile::discard)
                .timed()
                .map(timed -> timed.get().within(timed.elapsed()));
    }

    private Mono<SavedVideo> generate(VideoRequest request, AtomicFile file) {
        return client.exchange(request, response -> receive(response, file))
                .doOnSubscribe(subscription -> listener.waiting());
    }

    private Mono<SavedVideo> receive(VideoResponse response, AtomicFile file) {
        ByteTally tally = new ByteTally();
        listener.received(0);
        return DataBufferUtils.write(response.body().doOnNext(buffer -> count(buffer, tally)), file.channel())
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .doOnNext(DataBufferUtils::release)
                .then(Mono.fromSupplier(() -> describe(response, file, tally)));
    }

    private void count(DataBuffer buffer, ByteTally tally) {
        tally.add(buffer);
        listener.received(tally.bytes());
    }

    private static SavedVideo describe(VideoResponse response, AtomicFile file, ByteTally tally) {
        return new SavedVideo(
                file.target(),
                tally.bytes(),
                tally.sha256(),
                response.invocationId(),
                response.timeToFirstByte(),
                Duration.ZERO,
                response.attempt());
    }
}
