use contracts::payments::v1::{ListTransactionsRequest, ListTransactionsResponse, TransactionStatus};
use primitives::Role;
use testkit::TestMember;

use crate::harness::{Answer, Payments, answer, refused, wish};

async fn list(
    payments: &Payments,
    member: &TestMember,
    limit: u32,
    cursor: &str,
) -> Answer<ListTransactionsResponse> {
    let request = ListTransactionsRequest { limit, cursor: cursor.to_owned() };
    answer(payments.client().list_transactions(payments.by(member, request)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_are_listed_newest_first_page_by_page() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let mut orders = Vec::new();
    for plan in ["ascent", "glide", "soar", "ascent", "glide"] {
        payments.later(time::Duration::seconds(1)).await;
        orders.push(payments.initiate(&owner, wish(plan, "monthly")).await.unwrap().merchant_order_id);
    }
    orders.reverse();
    let whole = list(&payments, &owner, 0, "").await.unwrap();
    let listed: Vec<_> = whole.transactions.iter().map(|t| t.merchant_order_id.clone()).collect();
    assert_eq!((listed, whole.next_cursor.as_str()), (orders.clone(), ""));
    assert_eq!(whole.transactions[0].status(), TransactionStatus::Pending);
    assert_eq!(whole.transactions[1].status(), TransactionStatus::Cancelled);

    let (mut paged, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = list(&payments, &owner, 2, &cursor).await.unwrap();
        paged.extend(page.transactions.into_iter().map(|t| t.merchant_order_id));
        (cursor, pages) = (page.next_cursor, pages + 1);
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!((paged, pages), (orders, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_payment_is_marked_in_the_list() {
    let payments = Payments::start().await;
    payments.without_webhooks().await;
    let owner = payments.owner();
    let first = payments.checkout(&owner).await.merchant_order_id;
    let second = payments.initiate(&owner, wish("soar", "yearly")).await.unwrap().merchant_order_id;
    for order in [&second, &first] {
        payments.pay(order).await;
        payments.later(time::Duration::seconds(3)).await;
        payments.verify(&owner, order).await.unwrap();
    }
    let listed = list(&payments, &owner, 0, "").await.unwrap().transactions;
    let marked: Vec<_> = listed.iter().map(|t| (t.merchant_order_id.clone(), t.duplicate)).collect();
    assert_eq!(marked, [(second, false), (first, true)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_out_of_range_or_a_cursor_of_somebody_elses_making_is_refused() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    let refusal = refused(list(&payments, &owner, 101, "1 OR 1=1").await, 422, "VALIDATION_ERROR");
    assert_eq!(
        refusal.broken,
        [("limit".to_owned(), "OUT_OF_RANGE".to_owned()), ("cursor".to_owned(), "INVALID_CURSOR".to_owned()),]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_owner_and_admin_see_the_payments_and_only_those_of_their_workspace() {
    let payments = Payments::start().await;
    let owner = payments.owner();
    payments.checkout(&owner).await;
    let admin = payments.callers.member_of(owner.workspace, Role::Admin);
    assert_eq!(list(&payments, &admin, 10, "").await.unwrap().transactions.len(), 1);
    let member = payments.callers.member_of(owner.workspace, Role::Member);
    refused(list(&payments, &member, 10, "").await, 403, "FORBIDDEN");
    let stranger = payments.owner();
    assert!(list(&payments, &stranger, 10, "").await.unwrap().transactions.is_empty());
}
