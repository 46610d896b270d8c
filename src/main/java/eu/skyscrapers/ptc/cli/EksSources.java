package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.EksArn;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.aws.AwsCaller;
import eu.skyscrapers.ptc.aws.AwsException;
import eu.skyscrapers.ptc.aws.EksClusters;
import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.kubeconfig.Environment;
import eu.skyscrapers.ptc.text.Words;
import eu.skyscrapers.ptc.threads.FourAtATime;
import eu.skyscrapers.ptc.workload.ReadError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Clusters as EKS knows them. Where nobody asks for it, neither this class nor the AWS SDK is loaded. */
final class EksSources {
    private static final String OPTION = "--eks";
    private static final String ROLE_OPTION = "--role-arn";
    private static final String ALL = "all";

    /**
     * One cluster.
     *
     * @param name its ARN, as far as it is known
     * @param access null where there is no way to it
     * @param problem why there is none; null where there is one
     */
    record Found(
            String name,
            @Nullable ClusterAccess access,
            @Nullable ReadError problem) {
        private static Found failed(String name, AwsException e) {
            ReadError.Kind kind = switch (e.kind()) {
                case CREDENTIALS -> ReadError.Kind.CREDENTIALS;
                case DENIED -> ReadError.Kind.FORBIDDEN;
                case NOT_FOUND -> ReadError.Kind.NOT_FOUND;
                case UNREACHABLE -> ReadError.Kind.UNREACHABLE;
                case FINAL -> ReadError.Kind.UNAVAILABLE;
            };
            return new Found(name, null, new ReadError(kind, e.message()));
        }
    }

    /** Where clusters are looked for: in a region, of the account of a role; the role is null for the caller's own account. */
    private record Place(String region, @Nullable String role) {
        private String words() {
            return region + (role == null ? "" : " as " + role);
        }
    }

    /** @param arn what the cluster has to be; null where its name is enough */
    private record Wanted(
            Place place, String name, @Nullable String arn) {
        private boolean matches(String text) {
            return text.equals(name) || text.equals(arn) || new Glob(text).matches(name);
        }
    }

    private final AwsCaller user;
    private final List<RoleArn> roles;
    private final Environment environment;
    private final Map<Place, EksClusters> clusters = new LinkedHashMap<>();
    private final Map<Place, List<String>> listed = new LinkedHashMap<>();
    /** Stands for clusters of which not even the names are known. */
    private final List<Found> unlisted = new ArrayList<>();

    /** @param roles to assume */
    EksSources(AwsCaller user, List<String> roles, Environment environment) throws UsageException {
        this.user = user;
        this.roles = new ArrayList<>();
        for (String role : roles) {
            this.roles.add(RoleArn.of(ROLE_OPTION, role));
        }
        this.environment = environment;
    }

    /**
     * Asks for all of them, a few at a time.
     *
     * @param given names, ARNs, patterns or {@code all}
     * @param excluded names or patterns
     * @param regions where names are looked for; empty for that of the user's AWS configuration
     */
    List<Found> find(List<String> given, List<String> excluded, List<String> regions) throws UsageException {
        boolean onlyArns = given.stream().allMatch(each -> EksArn.parse(each).isPresent());
        List<Place> places = onlyArns ? List.of() : places(regions);
        Set<Wanted> wanted = new LinkedHashSet<>();
        for (String each : given) {
            EksArn arn = EksArn.parse(each).orElse(null);
            if (arn != null) {
                wanted.add(new Wanted(new Place(arn.region(), role(arn)), arn.name(), each));
            } else if (each.startsWith("arn:") || each.isBlank()) {
                throw new UsageException(OPTION + " " + each
                        + ": write a cluster's name, its ARN (arn:aws:eks:REGION:ACCOUNT:cluster/NAME), a pattern or "
                        + ALL);
            } else {
                wanted.addAll(named(each, places));
            }
        }
        leaveOut(excluded, wanted);
        Map<String, Found> distinct = new LinkedHashMap<>();
        FourAtATime.each(wanted, this::described).forEach(each -> distinct.putIfAbsent(each.name(), each));
        unlisted.forEach(each -> distinct.put(each.name(), each));
        return List.copyOf(distinct.values());
    }

    private List<Place> places(List<String> regions) throws UsageException {
        List<String> where = new ArrayList<>(regions);
        if (where.isEmpty()) {
            try {
                user.region().ifPresent(where::add);
            } catch (AwsException e) {
                throw new UsageException(e.message());
            }
        }
        if (where.isEmpty()) {
            throw new UsageException(OPTION + ": no region is named; give --eks-region, --aws-region or the cluster's"
                    + " ARN, or set AWS_REGION");
        }
        for (String region : where) {
            if (!AwsCaller.isRegion(region)) {
                throw new UsageException("--eks-region " + region + ": not a region; write it as eu-west-1");
            }
        }
        List<String> whole = roles.stream()
                .filter(role -> !role.ofAnyAccount())
                .map(RoleArn::text)
                .toList();
        if (whole.isEmpty() && !roles.isEmpty()) {
            throw new UsageException(
                    ROLE_OPTION + ": " + RoleArn.ANY + " stands for the account of a cluster's ARN; where " + OPTION
                            + " has names or " + ALL + ", write the account's number, and the option once for each");
        }
        List<Place> places = new ArrayList<>();
        for (String region : where) {
            if (whole.isEmpty()) {
                places.add(new Place(region, null));
            }
            whole.forEach(role -> places.add(new Place(region, role)));
        }
        return places;
    }

    /** That of the cluster's account, else none: no role of another account may see it. */
    private @Nullable String role(EksArn arn) {
        return roles.stream()
                .filter(role -> role.canBeOf(arn.account()))
                .findFirst()
                .map(role -> role.in(arn.account()))
                .orElse(null);
    }

    private List<Wanted> named(String text, List<Place> places) throws UsageException {
        boolean pattern = text.equals(ALL) || text.contains("*") || text.contains("?");
        if (!pattern && places.size() == 1) {
            // Needs no permission to list.
            return List.of(new Wanted(places.get(0), text, null));
        }
        List<Wanted> wanted = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        Glob glob = glob(OPTION, text.equals(ALL) ? "*" : text);
        for (Place place : places) {
            for (String name : names(place)) {
                known.add(name);
                if (pattern ? glob.matches(name) : text.equals(name)) {
                    wanted.add(new Wanted(place, name, null));
                }
            }
        }
        if (wanted.isEmpty() && unlisted.isEmpty()) {
            throw new UsageException(OPTION + " " + Words.quote(text) + " matches no cluster of EKS in "
                    + places.stream().map(Place::words).collect(Collectors.joining(", ")) + "; "
                    + Words.suggestions(text, known));
        }
        return wanted;
    }

    private void leaveOut(List<String> excluded, Set<Wanted> wanted) throws UsageException {
        List<String> names = wanted.stream().map(Wanted::name).toList();
        for (String text : excluded) {
            glob("--exclude-context", text);
            if (!wanted.removeIf(each -> each.matches(text)) && unlisted.isEmpty()) {
                throw new UsageException("--exclude-context " + Words.quote(text) + " matches no cluster; "
                        + Words.suggestions(text, names));
            }
        }
        if (wanted.isEmpty() && unlisted.isEmpty()) {
            throw new UsageException("--exclude-context leaves no cluster to audit");
        }
    }

    private List<String> names(Place place) {
        List<String> known = listed.get(place);
        if (known == null) {
            try {
                known = of(place).names();
            } catch (AwsException e) {
                known = List.of();
                unlisted.add(Found.failed("all EKS clusters of " + place.words(), e));
            }
            listed.put(place, known);
        }
        return known;
    }

    private synchronized EksClusters of(Place place) {
        return clusters.computeIfAbsent(place, key -> new EksClusters(user, key.region(), key.role()));
    }

    private static Glob glob(String option, String text) throws UsageException {
        try {
            return new Glob(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private Found described(Wanted wanted) {
        EksClusters there = of(wanted.place());
        try {
            ClusterAccess access = there.access(wanted.name(), wanted.arn(), environment);
            return new Found(access.context(), access, null);
        } catch (AwsException e) {
            String arn = wanted.arn();
            if (arn == null) {
                // Where AWS cannot be asked, another question would only take as long again; a role says it without.
                boolean answered = wanted.place().role() != null
                        || (e.kind() != AwsException.Kind.UNREACHABLE && e.kind() != AwsException.Kind.CREDENTIALS);
                arn = answered ? there.arn(wanted.name()) : wanted.name();
            }
            return Found.failed(arn, e);
        }
    }
}
