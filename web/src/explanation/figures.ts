import type { Component } from "svelte";
import Back from "./figures/Back.svelte";
import Bound from "./figures/Bound.svelte";
import Elbo from "./figures/Elbo.svelte";
import Graph from "./figures/Graph.svelte";
import Head from "./figures/Head.svelte";
import Intractable from "./figures/Intractable.svelte";
import Likelihood from "./figures/Likelihood.svelte";
import Machine from "./figures/Machine.svelte";
import Network from "./figures/Network.svelte";
import Ranking from "./figures/Ranking.svelte";
import Samples from "./figures/Samples.svelte";
import Terms from "./figures/Terms.svelte";
import Trick from "./figures/Trick.svelte";
import Weights from "./figures/Weights.svelte";

/** What stands in the page at `<div data-figure="NAME">`. */
export const FIGURES: Readonly<Record<string, Component>> = {
  header: Head,
  network: Network,
  likelihood: Likelihood,
  intractable: Intractable,
  bound: Bound,
  graph: Graph,
  trick: Trick,
  machine: Machine,
  samples: Samples,
  elbo: Elbo,
  terms: Terms,
  weights: Weights,
  ranking: Ranking,
  back: Back,
};
