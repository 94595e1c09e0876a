package io.github.reactorchutes.request;

import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The inclusive range of a numeric field. A value outside an enforced range is rejected. A value outside a range that
 * the platform only advertises is sent and logged: at WARN the first time for each field, at DEBUG after that.
 */
final class Bounds {

    private static final Logger logger = LoggerFactory.getLogger(Bounds.class);

    private final String field;
    private final double min;
    private final double max;
    private final boolean enforced;
    private final AtomicBoolean warned = new AtomicBoolean();

    private Bounds(String field, double min, double max, boolean enforced) {
        this.field = field;
        this.min = min;
        this.max = max;
        this.enforced = enforced;
    }

    static Bounds enforced(String field, double min, double max) {
        return new Bounds(field, min, max, true);
    }

    static Bounds advertised(String field, double min, double max) {
        return new Bounds(field, min, max, false);
    }

    BigDecimal min() {
        return new BigDecimal(plain(min));
    }

    BigDecimal max() {
        return new BigDecimal(plain(max));
    }

    boolean isEnforced() {
        return enforced;
    }

    boolean hold(double value) {
        return value >= min && value <= max;
    }

    long check(long value) {
        check((double) value);
        return value;
    }

    double check(double value) {
        if (!hold(value)) {
            reportOutside(value);
        }
        return value;
    }

    private void reportOutside(double value) {
        if (enforced) {
            throw new InvalidVideoRequestException(
                    field, "must be between " + plain(min) + " and " + plain(max) + " but was " + plain(value));
        }
        Level level = warned.compareAndSet(false, true) ? Level.WARN : Level.DEBUG;
        logger.atLevel(level)
                .log(
                        "{} should be between {} and {} but was {}; the platform only advertises this range, so the"
                                + " value is sent unchanged. Further values are logged at DEBUG.",
                        field,
                        plain(min),
                        plain(max),
                        plain(value));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
