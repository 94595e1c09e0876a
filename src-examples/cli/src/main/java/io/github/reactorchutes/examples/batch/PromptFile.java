package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads and checks a file of prompts. */
public final class PromptFile {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final int IMAGES_AT_ONCE = 4;

    private final PromptFileSettings source;

    private final Function<VideoRequest, Mono<Void>> validation;

    private final LineProblems problems = new LineProblems();

    private final Map<String, Long> lineOfId = new HashMap<>();

    private PromptFile(PromptFileSettings source, Function<VideoRequest, Mono<Void>> validation) {
        this.source = source;
        this.validation = validation;
    }

    /**
     * Read a file completely, including images, and check every line. Image paths are relative to the file.
     *
     * <p><b>Errors.</b> {@link InvalidPromptsException} with all problems of the lines; {@link IOException} if a file
     * cannot be read.
     *
     * @param source the file
     * @param validation finds images that cannot be sent, such as a client's {@code validate}
     * @return the jobs, in the order of the file
     */
    public static Mono<List<Job>> read(PromptFileSettings source, Function<VideoRequest, Mono<Void>> validation) {
        return Mono.defer(() -> new PromptFile(source, validation).jobs()).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<List<Job>> jobs() {
        return Mono.fromCallable(this::lines)
                .flatMapIterable(lines -> lines)
                .concatMap(line -> Mono.justOrEmpty(draft(line)))
                .flatMapSequential(this::job, IMAGES_AT_ONCE)
                .collectList()
                .doOnNext(this::check);
    }

    private List<PromptLine> lines() throws IOException {
        List<PromptLine> lines = new ArrayList<>();
        PromptFormat.of(source.file()).read(source.file(), source.delimiter(), lines::add, problems);
        if (lines.isEmpty() && problems.isEmpty()) {
            problems.add(1, "the file", "contains no prompts");
        }
        return lines;
    }

    private Optional<Draft> draft(PromptLine line) {
        LineFields fields = new LineFields(line, source, problems);
        String id = fields.take(PromptFields.ID);
        if (id != null) {
            checkId(id, line.number(), fields);
        }
        String endpoint = Objects.requireNonNullElse(fields.take(PromptFields.ENDPOINT), source.endpoint());
        Optional<Endpoint> known = Spellings.endpoint(endpoint);
        if (known.isEmpty()) {
            fields.fault(PromptFields.ENDPOINT, "must be one of " + Spellings.endpoints());
        }
        return known.map(found -> {
            VideoRequest request = LineRequest.read(found, fields);
            return new Draft(line.number(), fields.valid(), id, request);
        });
    }

    private void checkId(String id, long line, LineFields fields) {
        if (!ID.matcher(id).matches()) {
            fields.fault(
                    PromptFields.ID,
                    "must be 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or a digit");
        }
        Long earlier = lineOfId.putIfAbsent(id, line);
        if (earlier != null) {
            fields.fault(PromptFields.ID, "is already used in line " + earlier);
        }
    }

    private Mono<Job> job(Draft draft) {
        return validation
                .apply(draft.request())
                .then(draft.toJob())
                .onErrorResume(InvalidVideoRequestException.class, error -> {
                    problems.add(draft.line(), error);
                    return Mono.empty();
                });
    }

    private void check(List<Job> jobs) {
        Map<String, Long> lines = new HashMap<>();
        for (Job job : jobs) {
            @Nullable Long earlier = lines.putIfAbsent(job.name(), job.line());
            if (earlier != null) {
                problems.add(job.line(), "the line", "repeats line " + earlier + "; give each an id");
            }
        }
        problems.throwIfAny();
    }
}
