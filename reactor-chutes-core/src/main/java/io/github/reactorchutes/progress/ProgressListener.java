package io.github.reactorchutes.progress;

/**
 * Receives the progress of calls. Called on event loops and concurrently for several calls; must not block. Its
 * exceptions are logged and do not affect the call.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProgressListener {

    /**
     * Handle a step of a call.
     *
     * @param event the step
     */
    void onProgress(ProgressEvent event);
}
