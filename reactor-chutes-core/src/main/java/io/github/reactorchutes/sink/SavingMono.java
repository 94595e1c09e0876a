package io.github.reactorchutes.sink;

import java.io.IOException;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Saves the video once for each subscription. */
final class SavingMono extends Mono<SavedVideo> {

    /** Opens the place for the video. */
    @FunctionalInterface
    interface Opener {
        VideoOutput open(FileSink sink) throws IOException;
    }

    private final Flux<DataBuffer> video;

    private final FileSink sink;

    private final Opener opener;

    private final Scheduler scheduler;

    SavingMono(Flux<DataBuffer> video, FileSink sink, Opener opener, Scheduler scheduler) {
        this.video = video;
        this.sink = sink;
        this.opener = opener;
        this.scheduler = scheduler;
    }

    @Override
    public void subscribe(CoreSubscriber<? super SavedVideo> actual) {
        video.subscribe(new FileWriter(actual, sink, opener, scheduler));
    }
}
