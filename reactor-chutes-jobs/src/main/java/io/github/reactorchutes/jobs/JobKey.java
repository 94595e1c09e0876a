package io.github.reactorchutes.jobs;

import java.util.regex.Pattern;

/**
 * What makes a job unique within its account. Submitting a request again under the same key returns the existing job
 * and pays for nothing.
 *
 * @since 0.1.0
 */
public final class JobKey {

    private static final int MAX_CHARS = 200;

    private static final int MAX_COPY = 1_000_000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final String prefix;

    private final String value;

    private JobKey(String prefix, String value) {
        this.prefix = prefix;
        this.value = value;
    }

    /**
     * Use your own key, such as the number of an order.
     *
     * @param key 1 to 200 characters, without control characters
     * @return the key
     * @throws IllegalArgumentException if it is empty, too long or has control characters
     */
    public static JobKey of(String key) {
        if (key.isBlank() || key.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "job key must have 1 to " + MAX_CHARS + " characters but has " + key.length());
        }
        if (CONTROL.matcher(key).find()) {
            throw new IllegalArgumentException("job key must not have control characters");
        }
        return new JobKey("key:", key);
    }

    /**
     * Derive the key from the request: its endpoint and the SHA-256 of its body. The same request has one job for each
     * number.
     *
     * @param number 1 for the first video of a request, 2 for a second one, and so on; at most 1,000,000
     * @return the key
     * @throws IllegalArgumentException if the number is out of bounds
     */
    public static JobKey copy(int number) {
        if (number < 1 || number > MAX_COPY) {
            throw new IllegalArgumentException("copy must be 1 to " + MAX_COPY + " but was " + number);
        }
        return new JobKey("sha256:", Integer.toString(number));
    }

    /** Return the content of the unique column. */
    String column(String endpoint, String sha256) {
        return prefix.equals("key:") ? prefix + value : prefix + sha256 + ":" + endpoint + ":" + value;
    }

    /** Return the content of the unique column for a key that does not depend on a request. */
    String column() {
        if (!prefix.equals("key:")) {
            throw new IllegalArgumentException("the key of a copy depends on its request; submit that again instead");
        }
        return prefix + value;
    }

    @Override
    public String toString() {
        return "JobKey[" + prefix + value + "]";
    }
}
