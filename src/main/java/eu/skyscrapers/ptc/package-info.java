/**
 * The house: data walks one way, from the call to the text, and no room looks back.
 *
 * <pre>
 * argv → cli → kubeconfig → api ┐
 *               files → manifests ┴ objects ─ image uses → audit ─ result → report → text
 *                  policy ─ rules, expectations ────────────↗          └→ exit code
 * </pre>
 *
 * ArchitectureTest reads the table below and holds the code to it, so a wall is moved here and nowhere else. A room is a
 * package under this one, with all that lies below it; {@code Main} is the class.
 *
 * <pre>
 * | room         | holds                                                                              | may import                                              |
 * |--------------|------------------------------------------------------------------------------------|---------------------------------------------------------|
 * | `Main`       | one line: run, then exit with its code; the only `System.exit`                     | `cli`                                                   |
 * | `cli`        | picocli command, option groups, exit codes, error words; the only standard streams | all rooms                                               |
 * | `run`        | clusters read a few at a time, or waited for; reports into files, Pushgateway      | `api`, `audit`, `objects`, `workload`, `report`, `text` |
 * | `kubeconfig` | which cluster, as which user: kubeconfig, credentials, trust                       | `text`                                                  |
 * | `api`        | requests to the API server: pages, watches, faults. fabric8's HTTP client          | `kubeconfig`, `objects`, `workload`                     |
 * | `objects`    | finds image uses in Kubernetes objects: JSON, YAML, protobuf                       | `workload`, `text`                                      |
 * | `manifests`  | the files of `-f`, read for the audit and rewritten in place                       | `objects`, `workload`, `text`                           |
 * | `policy`     | reads cluster definition, cache rules, expectations, baseline for the audit        | `audit`, `image`, `text`                                |
 * | `audit`      | the judgment: classifier, verdicts, folding. No I/O, clock, locale or logging      | `image`, `workload`                                     |
 * | `workload`   | the nouns of Kubernetes as records: image use, workload, container type            | nothing of ours                                         |
 * | `image`      | the nouns of registries: image reference, ECR registry. `java.*` only              | nothing of ours                                         |
 * | `text`       | values with their places out of YAML and JSON, small files, suggestions            | nothing of ours                                         |
 * | `report`     | what a report says, in `page`; one class for each output format, which draws it    | `audit`, `image`, `workload`                            |
 * </pre>
 *
 * Words that the rooms share:
 *
 * <ul>
 *   <li>sink: takes what is found, one pod or template after the other, so that nobody holds all of them.
 *   <li>fold: makes equal uses of an image one and counts their pods; memory grows with images, not with pods.
 *   <li>page: of a list, what the server gives at a time; of a report, what it says, before a format draws it.
 *   <li>printable: text from outside with all escaped that could steer a terminal or forge a line.
 *   <li>tier: an upstream that the platform caches under a prefix of its own; most can be switched off for a cluster.
 *   <li>hint: what looks wrong beside the images, as a mistyped registry; a warning, and some fail the audit.
 *   <li>drift: pods that run another image than the template of their workload names.
 *   <li>review: what is wrong with the inputs: faulty cache rules, expectations and baseline entries of no use.
 *   <li>passed over: read, but without an image to judge; counted by kind, so that nothing vanishes.
 *   <li>unrendered: a chart that makes pods elsewhere; only the images in its values could be judged.
 * </ul>
 */
@NullMarked
package eu.skyscrapers.ptc;

import org.jspecify.annotations.NullMarked;
