package io.github.reactorchutes.progress;

/**
 * Is told how far calls are. Called on event loops and by several calls at a time; must not block. What it throws is
 * logged and does not affect the call.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProgressListener {

    /**
     * Learn how far a call is.
     *
     * @param event the step
     */
    void onProgress(ProgressEvent event);
}
