package io.github.reactorchutes.callers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.log.CallLog;
import io.github.reactorchutes.observation.ChutesCallObservationContext;
import io.github.reactorchutes.observation.ChutesCallObservationConvention;
import io.github.reactorchutes.observation.ChutesMetrics;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.observation.DefaultChutesCallObservationConvention;
import io.github.reactorchutes.progress.ProgressFilter;
import io.micrometer.common.KeyValues;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** Places where a caller's code only looks on: whatever it throws, the outcome of the call is what it would be without. */
enum Observer {
    PHASE_LISTENER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return listener((call, phase) -> thrown.now());
        }
    },
    BODY_PHASE_LISTENER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return listener((call, phase) -> {
                if (phase == CallPhase.BODY) {
                    thrown.now();
                }
            });
        }
    },
    ADDRESS_LISTENER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return listener(new CallListener() {
                @Override
                public void phaseEntered(ChutesCall call, CallPhase phase) {}

                @Override
                public void addressed(ChutesCall call, URI url) {
                    thrown.now();
                }
            });
        }
    },
    PERMIT_LISTENER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            CallListener listener = new CallListener() {
                @Override
                public void phaseEntered(ChutesCall call, CallPhase phase) {}

                @Override
                public void permitAwaited(ChutesCall call, Limit limit) {
                    thrown.now();
                }

                @Override
                public void permitAcquired(ChutesCall call, Limit limit, boolean waited) {
                    thrown.now();
                }
            };
            return builder -> builder.filters(
                    filters -> filters.add(0, (call, next) -> next.exchange(call.withListener(listener))));
        }
    },
    PROGRESS_LISTENER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return builder -> builder.filter(ProgressFilter.of(event -> thrown.now()));
        }
    },
    END_LISTENER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return builder ->
                    builder.filter((call, next) -> VideoResponse.doOnEnd(next.exchange(call), end -> thrown.now()));
        }
    },
    END_LISTENER_OF_A_RESPONSE {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return builder -> builder.filter(
                    (call, next) -> next.exchange(call).doOnNext(response -> response.onEnd(end -> thrown.now())));
        }
    },
    HANDLER_OF_THE_START {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return handler(new Handler() {
                @Override
                public void onStart(Observation.Context context) {
                    thrown.now();
                }
            });
        }
    },
    HANDLER_OF_EVENTS {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return handler(new Handler() {
                @Override
                public void onEvent(Observation.Event event, Observation.Context context) {
                    thrown.now();
                }
            });
        }
    },
    HANDLER_OF_ERRORS {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return handler(new Handler() {
                @Override
                public void onError(Observation.Context context) {
                    thrown.now();
                }
            });
        }
    },
    HANDLER_OF_OPENED_SCOPES {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return handler(new Handler() {
                @Override
                public void onScopeOpened(Observation.Context context) {
                    thrown.now();
                }
            });
        }
    },
    HANDLER_OF_CLOSED_SCOPES {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return handler(new Handler() {
                @Override
                public void onScopeClosed(Observation.Context context) {
                    thrown.now();
                }
            });
        }
    },
    HANDLER_OF_THE_STOP {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return handler(new Handler() {
                @Override
                public void onStop(Observation.Context context) {
                    thrown.now();
                }
            });
        }
    },
    PREDICATE {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return observed(registry ->
                    registry.observationConfig().observationPredicate((name, context) -> thrown.<Boolean>now()));
        }
    },
    OBSERVATION_FILTER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return observed(registry -> registry.observationConfig().observationFilter(context -> thrown.now()));
        }
    },
    NAME_OF_A_CONVENTION {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return convention(new DefaultChutesCallObservationConvention() {
                @Override
                public String getName() {
                    return thrown.now();
                }
            });
        }
    },
    KEYS_OF_A_CONVENTION {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return convention(new DefaultChutesCallObservationConvention() {
                @Override
                public KeyValues getLowCardinalityKeyValues(ChutesCallObservationContext context) {
                    return thrown.now();
                }
            });
        }
    },
    LAST_KEYS_OF_A_CONVENTION {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            return convention(new DefaultChutesCallObservationConvention() {
                @Override
                public KeyValues getHighCardinalityKeyValues(ChutesCallObservationContext context) {
                    return context.end() == null ? super.getHighCardinalityKeyValues(context) : thrown.now();
                }
            });
        }
    },
    METER_FILTER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            UnaryOperator<ChutesClient.Builder> metered = builder -> builder.filters(ChutesMetrics.of(meters));
            return builder -> {
                ChutesClient.Builder changed = metered.apply(builder);
                meters.config().meterFilter(new MeterFilter() {
                    @Override
                    public Meter.Id map(Meter.Id id) {
                        return thrown.now();
                    }
                });
                return changed;
            };
        }
    },
    APPENDER {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
                @Override
                public synchronized void doAppend(ILoggingEvent event) {
                    thrown.now();
                }

                @Override
                protected void append(ILoggingEvent event) {}
            };
            appender.start();
            logger().addAppender(appender);
            logger().setLevel(Level.DEBUG);
            return builder -> builder;
        }

        @Override
        void remove() {
            logger().detachAndStopAllAppenders();
            logger().setLevel(null);
        }
    },
    FILTER_OF_THE_LOG {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            context().addTurboFilter(new TurboFilter() {
                @Override
                public FilterReply decide(
                        @Nullable Marker marker,
                        Logger logger,
                        Level level,
                        @Nullable String format,
                        Object @Nullable [] params,
                        @Nullable Throwable error) {
                    return logger.getName().startsWith("io.github.reactorchutes") ? thrown.now() : FilterReply.NEUTRAL;
                }
            });
            return builder -> builder;
        }

        @Override
        void remove() {
            context().resetTurboFilterList();
        }
    },
    ACCESSOR_THAT_SETS {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            logger().setLevel(Level.DEBUG);
            return accessor(thrown, false);
        }

        @Override
        void remove() {
            logger().setLevel(null);
            ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        }
    },
    ACCESSOR_THAT_RESTORES {
        @Override
        UnaryOperator<ChutesClient.Builder> add(Thrown thrown) {
            logger().setLevel(Level.DEBUG);
            return accessor(thrown, true);
        }

        @Override
        void remove() {
            logger().setLevel(null);
            ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        }
    };

    /** The key of the Reactor Context that an accessor carries to a thread. */
    static final String KEY = "callers.observer";

    /** Return what adds the code to a client. */
    abstract UnaryOperator<ChutesClient.Builder> add(Thrown thrown);

    /** Undo what was changed for the process. */
    void remove() {}

    /** A handler that does nothing. */
    private interface Handler extends ObservationHandler<Observation.Context> {

        @Override
        default boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private static UnaryOperator<ChutesClient.Builder> listener(CallListener listener) {
        return builder -> builder.filter((call, next) -> next.exchange(call.withListener(listener)));
    }

    private static UnaryOperator<ChutesClient.Builder> handler(Handler handler) {
        logger().setLevel(Level.DEBUG);
        return observed(registry -> registry.observationConfig().observationHandler(handler));
    }

    private static UnaryOperator<ChutesClient.Builder> observed(Consumer<ObservationRegistry> change) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new Handler() {});
        change.accept(registry);
        return builder -> builder.filters(ChutesObservations.of(registry));
    }

    private static UnaryOperator<ChutesClient.Builder> convention(ChutesCallObservationConvention convention) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new Handler() {});
        return builder -> builder.filters(
                ChutesObservations.builder(registry).callConvention(convention).build());
    }

    private static UnaryOperator<ChutesClient.Builder> accessor(Thrown thrown, boolean restoring) {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new ThreadLocalAccessor<String>() {
            @Override
            public Object key() {
                return KEY;
            }

            @Override
            public @Nullable String getValue() {
                return null;
            }

            @Override
            public void setValue(String value) {
                if (!restoring) {
                    thrown.now();
                }
            }

            @Override
            public void setValue() {
                if (restoring) {
                    thrown.now();
                }
            }
        });
        return builder -> builder;
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(CallLog.class);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
