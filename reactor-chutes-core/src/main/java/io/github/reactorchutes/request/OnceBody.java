package io.github.reactorchutes.request;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A body around an image that can be read once. Has the feed of the image until it is sent or released. */
final class OnceBody implements RequestBody {

    /** READY: content asked for makes it SENT, the release gives the feed back. SENT: the release cancels the feed. */
    private enum State {
        READY,
        SENT,
        RELEASED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.READY);

    private final OnceImage image;

    private final ImageFeed feed;

    private final JsonFrame frame;

    OnceBody(OnceImage image, ImageFeed feed, JsonFrame frame) {
        this.image = image;
        this.feed = feed;
        this.frame = frame;
    }

    @Override
    public long contentLength() {
        return frame.lengthAround(Base64Block.encodedLength(feed.size()));
    }

    @Override
    public Publisher<DataBuffer> content(DataBufferFactory factory) {
        return Flux.defer(() -> state.compareAndSet(State.READY, State.SENT)
                ? send(factory).doFinally(signal -> release())
                : Flux.error(OnceImage.used()));
    }

    private Flux<DataBuffer> send(DataBufferFactory factory) {
        return Flux.concat(chunks(frame.start(), factory), new FedImage(feed, factory), chunks(JsonFrame.END, factory));
    }

    private static Flux<DataBuffer> chunks(BodyPart part, DataBufferFactory factory) {
        return new ChunkFlux(() -> new BodyChunks(List.of(part), part.length(), factory), Schedulers.immediate());
    }

    @Override
    public void release() {
        switch (state.getAndSet(State.RELEASED)) {
            case READY -> image.giveBack(feed);
            case SENT -> feed.cancel();
            case RELEASED -> {}
        }
    }

    /** Release the feed for good, if this body has it. */
    void abort() {
        if (state.compareAndSet(State.READY, State.RELEASED)) {
            feed.cancel();
        }
    }

    @Override
    public String toString() {
        return "RequestBody[" + contentLength() + " bytes, once]";
    }
}
