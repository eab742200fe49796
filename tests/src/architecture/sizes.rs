//! Needing more room means that a concept has no name yet.

use syn::visit::{self, Visit};
use syn::{Block, Signature};

use super::source::{SourceFile, only_for_tests};
use super::{Breach, Rule};

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 60;
const PARAMETERS: usize = 5;
const MAIN_LINES: usize = 30;

pub fn check(file: &SourceFile, rust: &syn::File) -> Vec<Breach> {
    let mut sizes = Sizes { file, breaches: Vec::new(), in_test: file.is_test(), of_trait: false };
    let lines = file.text.lines().count();
    if lines > FILE_LINES {
        let what = format!("{lines} lines, at most {FILE_LINES}");
        sizes.breaches.push(Breach::new(Rule::FileSize, &file.path, what));
    }
    if is_main_of_service(&file.path) && lines > MAIN_LINES {
        let what = format!("{lines} lines, at most {MAIN_LINES}");
        sizes.breaches.push(Breach::new(Rule::MainSize, &file.path, what));
    }
    sizes.visit_file(rust);
    sizes.breaches
}

fn is_main_of_service(path: &str) -> bool {
    path.starts_with("services/") && path.ends_with("/src/main.rs")
}

struct Sizes<'a> {
    file: &'a SourceFile,
    breaches: Vec<Breach>,
    in_test: bool,
    /// The signature is decided by the trait.
    of_trait: bool,
}

impl Sizes<'_> {
    fn function(&mut self, signature: &Signature, block: &Block) {
        let first = signature.fn_token.span.start().line;
        let lines = block.brace_token.span.close().end().line + 1 - first;
        if lines > FUNCTION_LINES && !self.in_test {
            let what = format!("{} has {lines} lines, at most {FUNCTION_LINES}", signature.ident);
            self.breach(Rule::FunctionSize, first, what);
        }
        self.parameters(signature);
    }

    fn parameters(&mut self, signature: &Signature) {
        let count = signature.inputs.len();
        if count > PARAMETERS && !self.of_trait {
            let what = format!("{} takes {count} parameters, at most {PARAMETERS}", signature.ident);
            self.breach(Rule::Parameters, signature.fn_token.span.start().line, what);
        }
    }

    fn breach(&mut self, rule: Rule, line: usize, what: String) {
        self.breaches.push(Breach::new(rule, format!("{}:{line}", self.file.path), what));
    }

    /// Visits something that is, or is not, for tests only.
    fn within(&mut self, test: bool, inside: impl FnOnce(&mut Self)) {
        let before = self.in_test;
        self.in_test |= test;
        inside(self);
        self.in_test = before;
    }
}

impl<'ast> Visit<'ast> for Sizes<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.within(only_for_tests(&item.attrs), |sizes| visit::visit_item_mod(sizes, item));
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.within(only_for_tests(&item.attrs), |sizes| {
            sizes.function(&item.sig, &item.block);
            visit::visit_item_fn(sizes, item);
        });
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let before = std::mem::replace(&mut self.of_trait, item.trait_.is_some());
        self.within(only_for_tests(&item.attrs), |sizes| visit::visit_item_impl(sizes, item));
        self.of_trait = before;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        match &item.default {
            Some(block) => self.function(&item.sig, block),
            None => self.parameters(&item.sig),
        }
        visit::visit_trait_item_fn(self, item);
    }
}
