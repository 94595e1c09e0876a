package io.github.reactorchutes.sink;

import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

final class SavingMono extends Mono<SavedVideo> {

    private final Flux<DataBuffer> video;

    private final FileSink sink;

    private final Scheduler scheduler;

    SavingMono(Flux<DataBuffer> video, FileSink sink, Scheduler scheduler) {
        this.video = video;
        this.sink = sink;
        this.scheduler = scheduler;
    }

    @Override
    public void subscribe(CoreSubscriber<? super SavedVideo> actual) {
        video.subscribe(new FileWriter(actual, sink, scheduler.createWorker()));
    }
}
