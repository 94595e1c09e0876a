package io.github.reactorchutes.operation;

/**
 * Why an operation failed.
 *
 * <p><b>Experimental.</b> May change incompatibly in any release.
 *
 * @since 0.1.0
 */
public final class OperationError {

    private final String code;

    private final String message;

    private final boolean retryable;

    OperationError(String code, String message, boolean retryable) {
        this.code = code;
        this.message = message;
        this.retryable = retryable;
    }

    /** {@return the code of the platform, such as {@code operation_failed}} */
    public String code() {
        return code;
    }

    /** {@return the message of the platform; one line, possibly with words of the request} */
    public String message() {
        return message;
    }

    /** {@return whether the same request may succeed as a new operation, with another key} */
    public boolean isRetryable() {
        return retryable;
    }

    /** Leaves out the message, which may quote the prompt. */
    @Override
    public String toString() {
        return "OperationError[" + code + (retryable ? ", retryable" : "") + "]";
    }
}
