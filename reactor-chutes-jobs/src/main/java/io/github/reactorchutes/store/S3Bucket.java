package io.github.reactorchutes.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A place in a bucket, and how the client is called: never on the subscriber's thread, because credentials may block. */
record S3Bucket(S3AsyncClient client, String name, String prefix) {

    /** A bucket, the alias of an access point, or an ARN. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|arn:[A-Za-z0-9:/._-]{1,2000}");

    /** With a key of a store it makes at most the 1,024 bytes that S3 allows. */
    private static final int MAX_PREFIX_CHARS = 256;

    S3Bucket {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("bucket must be 3 to 63 of a-z 0-9 . - between a letter or digit each,"
                    + " or the ARN of an access point, but was '" + name + "'");
        }
        if (prefix.length() > MAX_PREFIX_CHARS || !(prefix.isEmpty() || StoreKey.isValid(prefix))) {
            throw new IllegalArgumentException("prefix must be at most " + MAX_PREFIX_CHARS
                    + " characters long and names of A-Z a-z 0-9 . _ - separated by /, without a / at either end,"
                    + " but was '" + prefix + "'");
        }
    }

    String object(String key) {
        StoreKey.require(key);
        return prefix.isEmpty() ? key : prefix + "/" + key;
    }

    <T> Mono<T> call(String operation, Function<S3AsyncClient, CompletableFuture<T>> call) {
        return Mono.fromFuture(() -> call.apply(client))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(error -> failure(operation, error));
    }

    /** Look an object up; empty if it is absent. */
    Mono<HeadObjectResponse> head(String object) {
        return this.<HeadObjectResponse>call(
                        "HeadObject",
                        s3 -> s3.headObject(request -> request.bucket(name).key(object)))
                .onErrorComplete(error -> status(error) == 404);
    }

    IOException failure(String operation, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        String problem = cause instanceof S3Exception answer ? problem(answer) : "failed: " + cause.getMessage();
        return new IOException(operation + " in bucket " + name + " " + problem, cause);
    }

    private static String problem(S3Exception answer) {
        String code = code(answer);
        return "was answered with " + answer.statusCode() + (code == null ? "" : " " + code);
    }

    /** Return the status of the answer behind a failure, 0 if there was none. */
    static int status(Throwable error) {
        return error.getCause() instanceof S3Exception answer ? answer.statusCode() : 0;
    }

    static boolean hasCode(Throwable error, String code) {
        return error.getCause() instanceof S3Exception answer && code.equals(code(answer));
    }

    private static @Nullable String code(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null ? null : details.errorCode();
    }

    FileAlreadyExistsException exists(String object) {
        return new FileAlreadyExistsException(uri(object));
    }

    NoSuchFileException absent(String object) {
        return new NoSuchFileException(uri(object));
    }

    private String uri(String object) {
        return "s3://" + name + "/" + object;
    }
}
