package io.github.reactorchutes.netty;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;
import reactor.netty.transport.NameResolverProvider.NameResolverSpec;

/**
 * Resolves a host to all its addresses, those of the preferred family first, so that a connect can fall back to the
 * other family. By default, Reactor Netty uses only the addresses of the preferred family, if there are any
 * (reactor/reactor-netty#1582 made that a setting). The setting needs a resolver, and a resolver of Reactor Netty keeps
 * the event loops of its creation.
 *
 * <p>The resolvers use the current event loops, which the host application may replace, and are closed with them.
 *
 * <p>Delete this class when the default uses all addresses and follows replaced event loops.
 */
final class AddressResolvers extends AddressResolverGroup<SocketAddress> {

    private record Group(LoopResources loops, AddressResolverGroup<?> resolvers) {}

    private final Supplier<LoopResources> loops;

    private final boolean preferNative;

    private final NameResolverProvider provider;

    private final AtomicReference<@Nullable Group> group = new AtomicReference<>();

    AddressResolvers(Supplier<LoopResources> loops, boolean preferNative) {
        this(loops, preferNative, spec -> {});
    }

    AddressResolvers(Supplier<LoopResources> loops, boolean preferNative, Consumer<NameResolverSpec> settings) {
        this.loops = loops;
        this.preferNative = preferNative;
        NameResolverSpec spec = NameResolverProvider.builder();
        spec.completeOncePreferredResolved(false);
        settings.accept(spec);
        this.provider = spec.build();
    }

    @Override
    @SuppressWarnings("unchecked") // the only type of address to which Netty connects
    public AddressResolver<SocketAddress> getResolver(EventExecutor executor) {
        return (AddressResolver<SocketAddress>) current().getResolver(executor);
    }

    private AddressResolverGroup<?> current() {
        LoopResources now = loops.get();
        Group made = group.get();
        while (made == null || made.loops() != now) {
            Group next = new Group(now, provider.newNameResolverGroup(now, preferNative));
            boolean won = group.compareAndSet(made, next);
            close(won ? made : next);
            made = group.get();
        }
        return made.resolvers();
    }

    private static void close(@Nullable Group unused) {
        if (unused != null) {
            unused.resolvers().close();
        }
    }

    @Override
    protected AddressResolver<SocketAddress> newResolver(EventExecutor executor) {
        return getResolver(executor);
    }

    @Override
    public void close() {
        close(group.getAndSet(null));
    }
}
