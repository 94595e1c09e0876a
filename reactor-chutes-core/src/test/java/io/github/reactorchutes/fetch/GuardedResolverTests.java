package io.github.reactorchutes.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.netty.channel.Channel;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class GuardedResolverTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicInteger lookUps = new AtomicInteger();

    private final List<Channel> channels = new CopyOnWriteArrayList<>();

    @Test
    void connectsToWhatTheOneLookUpFound() throws IOException {
        try (RawServer server = server()) {
            StepVerifier.create(status(server, AddressRule.LOOPBACK, "127.0.0.1"))
                    .expectNext(200)
                    .expectComplete()
                    .verify(SOON);
        }
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void refusesAHostOfWhichOneAddressIsRefused() throws IOException {
        try (RawServer server = server()) {
            StepVerifier.create(status(server, AddressRule.PUBLIC_OR_LOOPBACK, "127.0.0.1", "10.0.0.1"))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(RefusedAddressException.class)
                            .hasMessageContaining("10.0.0.0/8"))
                    .verify(SOON);
            assertThat(server.connections()).isEmpty();
        }
    }

    @Test
    void closesTheChannelOfARefusedHost() throws IOException {
        try (RawServer server = server()) {
            StepVerifier.create(status(server, AddressRule.PUBLIC, "127.0.0.1"))
                    .expectError(RefusedAddressException.class)
                    .verify(SOON);
            Await.untilAsserted(() -> assertThat(channels).hasSize(1).noneMatch(Channel::isOpen));
        }
    }

    /** It counts as resolved for other resolvers, which are then not asked. */
    @Test
    void checksALiteralAddress() throws IOException {
        try (RawServer server = server()) {
            StepVerifier.create(statusOf("127.0.0.1", server, AddressRule.PUBLIC, "127.0.0.1"))
                    .expectError(RefusedAddressException.class)
                    .verify(SOON);
            assertThat(server.connections()).isEmpty();
        }
    }

    /** As soon as this fails, the selector can take the place of the resolver. */
    @Test
    void doesWhatTheSelectorOfReactorNettyDoesNot() throws IOException {
        try (RawServer server = server()) {
            StepVerifier.create(client().resolvedAddressesSelector((config, found) -> null)
                            .get()
                            .uri(server.url())
                            .response())
                    .expectErrorMatches(error -> Exceptions.unwrap(error) instanceof UnknownHostException)
                    .verify(SOON);
            assertThat(channels).hasSize(1).allMatch(Channel::isOpen);
        } finally {
            for (Channel open : channels) {
                open.close().syncUninterruptibly();
            }
        }
    }

    @Test
    void saysThatAHostHasNoAddress() throws IOException {
        try (RawServer server = server()) {
            StepVerifier.create(status(server, AddressRule.PUBLIC_OR_LOOPBACK))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(UnknownHostException.class)
                            .hasMessageContaining("has no address"))
                    .verify(SOON);
        }
    }

    /** What a resolver must not say, and one does. */
    @Test
    void endsWhateverALookUpSays() {
        EventExecutor executor = ImmediateEventExecutor.INSTANCE;
        for (List<InetSocketAddress> found : List.of(
                List.<InetSocketAddress>of(),
                Arrays.asList((InetSocketAddress) null),
                List.of(InetSocketAddress.createUnresolved("x", 1)))) {
            GuardedResolver resolver =
                    new GuardedResolver(executor, new Answering(executor, found), AddressRule.PUBLIC);
            InetSocketAddress host = InetSocketAddress.createUnresolved("images.example", 443);

            assertThat(resolver.resolve(host).cause())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("address");
            assertThat(resolver.resolveAll(host).cause()).isInstanceOf(IOException.class);
        }
    }

    private static final class Answering extends AbstractAddressResolver<InetSocketAddress> {

        private final List<InetSocketAddress> found;

        Answering(EventExecutor executor, List<InetSocketAddress> found) {
            super(executor, InetSocketAddress.class);
            this.found = found;
        }

        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress host, Promise<InetSocketAddress> promise) {
            promise.setFailure(new UnsupportedOperationException());
        }

        @Override
        protected void doResolveAll(InetSocketAddress host, Promise<List<InetSocketAddress>> promise) {
            promise.setSuccess(found);
        }
    }

    private static RawServer server() {
        return RawServer.startPlain(connection -> {
            connection.readHead();
            connection.write(Heads.answer(200, "image/png", "x")).awaitClientClose();
        });
    }

    private Mono<Integer> status(RawServer server, AddressRule rule, String... addresses) {
        return statusOf("images.example", server, rule, addresses);
    }

    private Mono<Integer> statusOf(String host, RawServer server, AddressRule rule, String... addresses) {
        return client().resolver(new GuardedResolverGroup(() -> new KnownHosts(addresses), rule))
                .get()
                .uri("http://" + host + ":" + server.port() + "/")
                .response()
                .map(response -> response.status().code());
    }

    private HttpClient client() {
        return HttpClient.create(ConnectionProvider.newConnection())
                .doOnChannelInit((observer, channel, address) -> channels.add(channel));
    }

    private final class KnownHosts extends AddressResolverGroup<InetSocketAddress> {

        private final String[] addresses;

        KnownHosts(String... addresses) {
            this.addresses = addresses;
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetSocketAddressResolver(executor, new InetNameResolver(executor) {
                @Override
                protected void doResolve(String host, Promise<InetAddress> promise) throws UnknownHostException {
                    lookUps.incrementAndGet();
                    promise.setSuccess(InetAddress.getByName(addresses[0]));
                }

                @Override
                protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                    lookUps.incrementAndGet();
                    promise.setSuccess(
                            Arrays.stream(addresses).map(KnownHosts::literal).toList());
                }
            });
        }

        private static InetAddress literal(String address) {
            return new InetSocketAddress(address, 0).getAddress();
        }
    }
}
